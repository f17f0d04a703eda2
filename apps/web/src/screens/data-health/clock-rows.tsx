import type { CollectorView } from '../../data/collectors.ts'
import { useWords } from '../../i18n/words.tsx'
import { StateMark } from '../../signs/state-mark.tsx'

const SHOWN = 20

/** Clocks that are off: readings have the times that they came with, and this is how far to trust them. */
export function ClockRows({ clocks }: { clocks: CollectorView['clocks'] }) {
  const { t, f } = useWords()
  if (clocks.length === 0) return null
  return (
    <>
      <h3>{t('health.clocks')}</h3>
      <ul className="silences">
        {clocks.slice(0, SHOWN).map(({ device, offset, from, to }) => (
          <li key={`${device} ${from}`}>
            <StateMark state={to === null ? 'stale' : 'normal'} />
            <div>
              <p>
                {t(offset < 0 ? 'health.clocks.slow' : 'health.clocks.fast', {
                  device: device ?? t('health.clocks.own'),
                  by: f.span(offset * 1000),
                })}
              </p>
              <p className="quiet">
                {to === null ? t('health.clocks.since', { at: f.moment(from) }) : f.range(from, to)}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
