import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type PumpView, pumpsQuery } from '../../data/pumps.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
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
            <PumpList pumps={view.pumps} />
          )
        }
      </Loaded>
      <p className="quiet">{t('pumps.how')}</p>
    </div>
  )
}

function PumpList({ pumps }: { pumps: readonly PumpView[] }) {
  const { t } = useWords()
  return (
    <ul className="card pump-list" aria-label={t('pumps.table')}>
      {pumps.map((pump) => (
        <PumpLine key={pump.asset} pump={pump} />
      ))}
    </ul>
  )
}

function PumpLine({ pump }: { pump: PumpView }) {
  const { t } = useWords()
  const { code } = useHere()
  const { asset, name, index, remaining, mode, lost, days, asOf } = pump
  return (
    <li>
      <div>
        <h2>
          <Link to="/$municipality/assets/$tag" params={{ municipality: code, tag: asset }}>
            {name}
          </Link>
        </h2>
        <p className="quiet">{asset}</p>
        {pump.predictions.map(({ id, kind, probability }) => (
          <p key={id} className="pump-said">
            <StateMark state="prediction" probability={probability} size={14} />
            <Link to="/$municipality/predictions/$id" params={{ municipality: code, id }}>
              {t(`mode.${kind}`)}
            </Link>
          </p>
        ))}
      </div>
      {index === null ? (
        <p className="quiet">{asOf === null ? t('pumps.unwatched') : t('pumps.learning', { days })}</p>
      ) : (
        <dl className="facts">
          <div>
            <dt>{t('pumps.index')}</dt>
            <dd>
              <HealthIndex pump={pump} />
            </dd>
          </div>
          <div>
            <dt>{t('pumps.remaining')}</dt>
            <dd>{lifeWords(remaining, t)}</dd>
          </div>
          {mode !== null && (
            <div>
              <dt>{t('pumps.mode')}</dt>
              <dd>
                {t(`pump-mode.${mode}`)}
                <p className="quiet">{t(`pump-action.${mode}`)}</p>
              </dd>
            </div>
          )}
          {lost !== null && (
            <div>
              <dt>{t('pumps.lost')}</dt>
              <dd>
                {t('pumps.lost.month', { sek: lost.sekPerMonth })}
                <p className="quiet">{t('pumps.lost.day', { kwh: lost.kwhPerDay })}</p>
              </dd>
            </div>
          )}
        </dl>
      )}
    </li>
  )
}
