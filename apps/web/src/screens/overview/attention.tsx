import { Link } from '@tanstack/react-router'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { SkeletonRows } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { AlarmSentence } from '../alarms/alarm-sentence.tsx'
import { PredictionLine } from '../predictions/prediction-line.tsx'
import type { Attention as What } from './attention-of.ts'

const SHOWN = 5

/** The few things that need somebody, with what models advise beside them. */
export function Attention({ attention: { calls, advice } }: { attention: What }) {
  const { t } = useWords()
  const { code } = useHere()
  return (
    <div className="attention">
      <section aria-labelledby="calls">
        <h2 id="calls">{t('overview.calls')}</h2>
        {calls.length === 0 ? (
          <p className="calm">{t('overview.calls.none')}</p>
        ) : (
          <ul className="rows">
            {calls.slice(0, SHOWN).map((alarm) => (
              <li key={alarm.id} className="row">
                <StateMark state={alarm.priority} size={22} />
                <div className="row-main">
                  <Link
                    className="row-title"
                    to="/$municipality/map"
                    params={{ municipality: code }}
                    search={{ asset: alarm.asset, prediction: undefined }}
                  >
                    <AlarmSentence alarm={alarm} />
                  </Link>
                  <p className="row-facts">
                    <span>{alarm.asset}</span>
                    <span>{t(`priority.${alarm.priority}`)}</span>
                    <Moment at={alarm.raisedAt} relative />
                  </p>
                </div>
              </li>
            ))}
          </ul>
        )}
        {calls.length > 0 && (
          <Link
            className="all-link"
            to="/$municipality/alarms"
            params={{ municipality: code }}
            search={{ show: undefined }}
          >
            {t('overview.all-alarms')}
          </Link>
        )}
      </section>
      <section aria-labelledby="advice">
        <h2 id="advice">{t('overview.advice')}</h2>
        {advice.length === 0 ? (
          <p className="calm">{t('overview.advice.none')}</p>
        ) : (
          <ul className="rows">
            {advice.slice(0, SHOWN).map((prediction) => (
              <li key={prediction.id} className="row">
                <StateMark state="prediction" probability={prediction.probability} size={22} />
                <div className="row-main">
                  <PredictionLine prediction={prediction} />
                </div>
              </li>
            ))}
          </ul>
        )}
        {advice.length > 0 && (
          <Link
            className="all-link"
            to="/$municipality/predictions"
            params={{ municipality: code }}
            search={{ show: undefined }}
          >
            {t('overview.all-predictions')}
          </Link>
        )}
      </section>
    </div>
  )
}

/** The same shape while nothing is known yet. */
export function AttentionSkeleton() {
  const { t } = useWords()
  return (
    <div className="attention" aria-busy="true">
      {(['overview.calls', 'overview.advice'] as const).map((title) => (
        <section key={title}>
          <h2>{t(title)}</h2>
          <SkeletonRows rows={SHOWN} height={58} />
        </section>
      ))}
    </div>
  )
}
