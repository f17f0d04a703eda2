import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type PumpView, pumpsQuery } from '../../data/pumps.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Scrolling } from '../../ui/scrolling.tsx'
import { HealthIndex } from './health-index.tsx'
import { lifeWords } from './life-words.ts'

/** Every pump with its index, how long it will last, what it points to and what it wastes. */
export function PumpsScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const pumps = useQuery(pumpsQuery(code))
  return (
    <div className="screen">
      <ScreenHead title={t('pumps.title')} lead={t('pumps.lead')} />
      <Loaded query={pumps} skeleton={<SkeletonRows rows={8} height={56} />}>
        {(view) =>
          view.pumps.length === 0 ? (
            <p className="calm">{t('pumps.none')}</p>
          ) : (
            <PumpTable pumps={view.pumps} />
          )
        }
      </Loaded>
      <p className="quiet">{t('pumps.how')}</p>
    </div>
  )
}

function PumpTable({ pumps }: { pumps: readonly PumpView[] }) {
  const { t } = useWords()
  return (
    <section className="card">
      <Scrolling className="table-wide" label={t('pumps.table')}>
        <table className="numbers pump-table">
          <caption className="visually-hidden">{t('pumps.table')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('pumps.pump')}</th>
              <th scope="col">{t('pumps.index')}</th>
              <th scope="col">{t('pumps.remaining')}</th>
              <th scope="col">{t('pumps.mode')}</th>
              <th scope="col">{t('pumps.lost')}</th>
            </tr>
          </thead>
          <tbody>
            {pumps.map((pump) => (
              <PumpRow key={pump.asset} pump={pump} />
            ))}
          </tbody>
        </table>
      </Scrolling>
    </section>
  )
}

function PumpRow({ pump }: { pump: PumpView }) {
  const { t } = useWords()
  const { code } = useHere()
  const { asset, name, index, remaining, mode, lost, days, asOf } = pump
  return (
    <tr>
      <th scope="row">
        <Link to="/$municipality/assets/$tag" params={{ municipality: code, tag: asset }}>
          {name}
        </Link>
        <p className="quiet">{asset}</p>
        {pump.predictions.map(({ id, kind, probability }) => (
          <p key={id} className="pump-said">
            <StateMark state="prediction" probability={probability} size={14} />
            <Link to="/$municipality/predictions/$id" params={{ municipality: code, id }}>
              {t(`mode.${kind}`)}
            </Link>
          </p>
        ))}
      </th>
      {index === null ? (
        <td colSpan={4} className="quiet">
          {asOf === null ? t('pumps.unwatched') : t('pumps.learning', { days })}
        </td>
      ) : (
        <>
          <td>
            <HealthIndex pump={pump} />
          </td>
          <td>{lifeWords(remaining, t)}</td>
          <td>
            {mode === null ? (
              '–'
            ) : (
              <>
                {t(`pump-mode.${mode}`)}
                <p className="quiet">{t(`pump-action.${mode}`)}</p>
              </>
            )}
          </td>
          <td>
            {lost === null ? (
              '–'
            ) : (
              <>
                {t('pumps.lost.month', { sek: lost.sekPerMonth })}
                <p className="quiet">{t('pumps.lost.day', { kwh: lost.kwhPerDay })}</p>
              </>
            )}
          </td>
        </>
      )}
    </tr>
  )
}
