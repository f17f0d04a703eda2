import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ModelRecord, type ModelView, modelRecordQuery, modelsQuery } from '../../data/models.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { usePersonName } from '../../ui/person-name.ts'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { CardScores } from './card-scores.tsx'
import { MissedFaults } from './missed-faults.tsx'
import { ModelSwitch } from './model-switch.tsx'
import { NamedCauses } from './named-causes.tsx'
import { RecordFigures } from './record-figures.tsx'
import { ReliabilityChart } from './reliability-chart.tsx'
import { Revisions } from './revisions.tsx'
import { Tallies } from './tallies.tsx'

/** How one model does here, beside what its card promises. */
export function ModelScreen() {
  const { name } = useParams({ from: '/$municipality/models/$name' })
  const { code } = useHere()
  const { t, locale } = useWords()
  const cards = useQuery(modelsQuery(code))
  const record = useQuery(modelRecordQuery(code, name))
  const card = cards.data?.find((one) => one.name === name)
  return (
    <div className="screen">
      <ScreenHead title={t('record.title', { name })} {...(card && { lead: card.purpose[locale] })}>
        <Link className="button plain" to="/$municipality/models" params={{ municipality: code }}>
          {t('nav.models')}
        </Link>
      </ScreenHead>
      {card && <ModelSwitch card={card} />}
      <Loaded query={record} skeleton={<SkeletonRows rows={4} height={120} />}>
        {(loaded) => <Record name={name} card={card} record={loaded} />}
      </Loaded>
    </div>
  )
}

interface RecordProps {
  name: string
  card: ModelView | undefined
  record: ModelRecord
}

function Record({ name, card, record }: RecordProps) {
  const { t, find } = useWords()
  const promised = card?.reliability ?? []
  return (
    <div className="model-record">
      <RecordFigures record={record} />
      {record.all.said === 0 && <Empty title={t('record.none')}>{t('record.none.what')}</Empty>}
      {(record.reliability.length > 0 || promised.length > 0) && (
        <section className="card" aria-labelledby="reliability">
          <h2 id="reliability">{t('reliability.title')}</h2>
          <p className="quiet">{t('reliability.what')}</p>
          <ReliabilityChart
            title={t('reliability.chart')}
            lines={[
              { name: t('reliability.here'), of: 'here' as const, points: record.reliability },
              { name: t('reliability.card'), of: 'card' as const, points: promised },
            ].filter(({ points }) => points.length > 0)}
          />
        </section>
      )}
      {card?.onOpenData.map(({ data, reliability }) => (
        <section key={data} className="card" aria-label={t('reliability.forecast')}>
          <h2>{t('reliability.forecast')}</h2>
          <p className="quiet">{t('reliability.forecast.what')}</p>
          <ReliabilityChart
            title={t('reliability.forecast.chart')}
            lines={[{ name: data, of: 'card', points: reliability }]}
          />
        </section>
      ))}
      {card && card.causes.length > 0 && <NamedCauses causes={card.causes} />}
      {record.months.length > 0 && (
        <section className="card" aria-labelledby="tallies">
          <h2 id="tallies">{t('record.counted')}</h2>
          <Tallies title={t('record.by-month')} of={t('record.month')} rows={record.months} />
          <Tallies
            title={t('record.by-place')}
            of={t('record.place')}
            rows={record.places.map(({ name: place, tally }) => ({
              name: place ?? t('record.no-place'),
              tally,
            }))}
          />
          <Tallies
            title={t('record.by-kind')}
            of={t('record.kind')}
            rows={record.kinds.map(({ name: kind, tally }) => ({
              name: find(`mode.${kind}`) ?? kind,
              tally,
            }))}
          />
        </section>
      )}
      <MissedFaults record={record} />
      <Revisions name={name} record={record} />
      {record.history.length > 0 && <History history={record.history} />}
      {card && (
        <section className="card" aria-label={t('record.card')}>
          <CardScores card={card} />
        </section>
      )}
    </div>
  )
}

/** What people decided about the model, and why. */
function History({ history }: Pick<ModelRecord, 'history'>) {
  const { t, find } = useWords()
  const nameOf = usePersonName()
  return (
    <section className="card" aria-labelledby="history">
      <h2 id="history">{t('record.history')}</h2>
      <ul className="plain-list">
        {history.map(({ at, by, what, reason }) => (
          <li key={`${at} ${what}`}>
            <Moment at={at} /> · {by === 'system' ? t('record.system') : nameOf(by)} ·{' '}
            {find(`audit-what.${what}`) ?? what}
            {reason && `: ${reason}`}
          </li>
        ))}
      </ul>
    </section>
  )
}
