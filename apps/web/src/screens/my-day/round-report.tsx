import { toMs } from '@driftbild/words'
import { useWords } from '../../i18n/words.tsx'
import type { SeenStop } from '../../offline/seen-round.ts'

/** What became of a round: how many were visited, from when to when, and what was left out and why. */
export function RoundReport({ stops }: { stops: readonly SeenStop[] }) {
  const { t, f } = useWords()
  const times = stops.flatMap(({ doneAt }) => (doneAt === null ? [] : [toMs(doneAt)])).sort((a, b) => a - b)
  const skipped = stops.filter(({ state }) => state === 'skipped')
  const done = stops.filter(({ state }) => state === 'done').length
  return (
    <section className="card" aria-labelledby="round-report">
      <h2 id="round-report">{t('round.report')}</h2>
      <dl className="facts">
        <div>
          <dt>{t('round.visited')}</dt>
          <dd>{t('round.of', { done, all: stops.length })}</dd>
        </div>
        {times.length > 0 && (
          <div>
            <dt>{t('round.time')}</dt>
            <dd>
              {f.clock(times[0]! * 1000)}–{f.clock(times.at(-1)! * 1000)}
            </dd>
          </div>
        )}
        <div>
          <dt>{t('round.skipped')}</dt>
          <dd>{f.number(skipped.length, 0)}</dd>
        </div>
      </dl>
      {skipped.length > 0 && (
        <ul className="queue">
          {skipped.map((stop) => (
            <li key={stop.key}>
              <strong>{stop.title}</strong>
              <span className="quiet">{stop.skipped!.reason}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
