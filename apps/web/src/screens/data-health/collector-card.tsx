import { useState } from 'react'
import type { CollectorView } from '../../data/collectors.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ClockRows } from './clock-rows.tsx'
import { IssueRows } from './issue-rows.tsx'
import { LateRows } from './late-rows.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'
import { SilenceRow } from './silence-row.tsx'

const SHOWN_SILENCES = 50

/** One collector's part of the ledger. */
export function CollectorCard({ collector }: { collector: CollectorView }) {
  const { t, f } = useWords()
  const { may } = useHere()
  const [revoking, setRevoking] = useState(false)
  const open = collector.silences.filter((silence) => silence.to === null)
  const silences = alike(
    collector.silences.toSorted(
      (a, b) => Number(a.to !== null) - Number(b.to !== null) || Date.parse(b.from) - Date.parse(a.from),
    ),
    ({ from, to, reason }) => `${reason} ${f.moment(from)} ${to === null ? '' : f.moment(to)}`,
  ).slice(0, SHOWN_SILENCES)
  return (
    <section className="card" aria-labelledby={`collector-${collector.id}`}>
      <h2 id={`collector-${collector.id}`}>
        <StateMark state={open.length > 0 ? 'stale' : 'normal'} size={18} /> {collector.name}
      </h2>
      <dl className="facts">
        <div>
          <dt>{t('health.kind')}</dt>
          <dd>{t(`collector.${collector.kind}`)}</dd>
        </div>
        <div>
          <dt>{t('health.last')}</dt>
          <dd>
            {collector.lastBatch ? <Moment at={collector.lastBatch} relative ours /> : t('health.never')}
          </dd>
        </div>
        <div>
          <dt>{t('health.readings')}</dt>
          <dd className="number">{f.number(collector.readings, 0)}</dd>
        </div>
        <div>
          <dt>{t('health.unassigned')}</dt>
          <dd className="number">{f.number(collector.unassigned, 0)}</dd>
        </div>
      </dl>
      <h3>{t('health.silences')}</h3>
      {silences.length === 0 ? (
        <p className="calm">{t('health.silences.none')}</p>
      ) : (
        <ul className="silences">
          {silences.map((silence) => (
            <SilenceRow key={`${silence.from}${silence.signals[0]}`} silence={silence} />
          ))}
        </ul>
      )}
      {collector.kind === 'edge' && <LateRows late={collector.late} />}
      <ClockRows clocks={collector.clocks} />
      <IssueRows issues={collector.issues} />
      {collector.kind === 'edge' && may('manage-collectors') && (
        <>
          <p>
            <Button onPress={() => setRevoking(true)}>{t('health.revoke')}</Button>
          </p>
          <RevokeDialog collector={collector} open={revoking} onClose={() => setRevoking(false)} />
        </>
      )}
    </section>
  )
}

type Silence = CollectorView['silences'][number]

/** Devices fall silent together: what reads alike is one silence of all their signals. */
const alike = (silences: readonly Silence[], reading: (silence: Silence) => string): Silence[] =>
  [...Map.groupBy(silences, reading).values()].map((same) => ({
    ...same[0]!,
    signals: same.flatMap((silence) => silence.signals),
    recovered: meanShare(same),
  }))

/** By signal; null while one of them is not known. */
function meanShare(silences: readonly Silence[]): number | null {
  let sum = 0
  let signals = 0
  for (const { recovered, signals: some } of silences) {
    if (recovered === null) return null
    sum += recovered * some.length
    signals += some.length
  }
  return signals === 0 ? null : sum / signals
}
