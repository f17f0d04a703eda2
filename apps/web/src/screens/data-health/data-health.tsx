import { useQuery } from '@tanstack/react-query'
import { type CollectorView, collectorsQuery } from '../../data/collectors.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Enrolment } from './enrolment.tsx'
import { SilenceRow } from './silence-row.tsx'

const SHOWN_SILENCES = 50

/** Who collects, how much has come, and what has been silent: what one can trust on all other screens. */
export function DataHealthScreen() {
  const { t } = useWords()
  const { code, may } = useHere()
  const collectors = useQuery(collectorsQuery(code))
  return (
    <div className="screen">
      <ScreenHead title={t('nav.data-health')} lead={t('health.lead')} />
      <Loaded query={collectors} skeleton={<SkeletonRows rows={3} height={140} />}>
        {(all) =>
          all.length === 0 ? (
            <Empty title={t('health.none')}>{t('health.none.what')}</Empty>
          ) : (
            <div className="collectors">
              {all.map((collector) => (
                <Collector key={collector.id} collector={collector} />
              ))}
            </div>
          )
        }
      </Loaded>
      {may('manage-collectors') && <Enrolment />}
    </div>
  )
}

function Collector({ collector }: { collector: CollectorView }) {
  const { t, f } = useWords()
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
      {collector.unassigned > 0 && <p className="remark">{t('health.unassigned.what')}</p>}
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
    </section>
  )
}

type Silence = CollectorView['silences'][number]

/** Devices fall silent together: what reads alike is one silence of all their signals. */
const alike = (silences: readonly Silence[], reading: (silence: Silence) => string): Silence[] =>
  [...Map.groupBy(silences, reading).values()].map((same) => ({
    ...same[0]!,
    signals: same.flatMap((silence) => silence.signals),
  }))
