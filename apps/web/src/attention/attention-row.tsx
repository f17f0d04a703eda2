import { Link } from '@tanstack/react-router'
import type { AttentionItem } from '../data/attention.ts'
import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'
import { AlarmSentence } from '../screens/alarms/alarm-sentence.tsx'
import { PredictionLine } from '../screens/predictions/prediction-line.tsx'
import { Icon } from '../signs/icon.tsx'
import { StateMark } from '../signs/state-mark.tsx'
import { Moment } from '../ui/moment.tsx'

/** One thing that needs a person: what, where, since when, and the way to it. */
export function AttentionRow({ item }: { item: AttentionItem }) {
  return (
    <li className="row">
      <AttentionMark item={item} />
      <div className="row-main">
        <AttentionWords item={item} />
      </div>
    </li>
  )
}

function AttentionMark({ item }: { item: AttentionItem }) {
  switch (item.kind) {
    case 'alarm':
      return <StateMark state={item.alarm.priority} size={22} />
    case 'order':
      return <Icon name="work" size={22} />
    case 'silence':
      return <StateMark state="stale" size={22} />
    case 'prediction':
      return <StateMark state="prediction" probability={item.prediction.probability} size={22} />
  }
}

function AttentionWords({ item }: { item: AttentionItem }) {
  const { t } = useWords()
  const { code } = useHere()
  const municipality = code
  switch (item.kind) {
    case 'alarm': {
      const { alarm } = item
      return (
        <>
          <Link
            className="row-title"
            to="/$municipality/map"
            params={{ municipality }}
            search={{ asset: alarm.asset, prediction: undefined }}
          >
            <AlarmSentence alarm={alarm} />
          </Link>
          <p className="row-facts">
            <span>{alarm.asset}</span>
            <span>{t(`priority.${alarm.priority}`)}</span>
            <Moment at={alarm.raisedAt} relative />
          </p>
        </>
      )
    }
    case 'order':
      return (
        <>
          <Link className="row-title" to="/$municipality/orders/$id" params={{ municipality, id: item.id }}>
            {t('attention.order', { number: String(item.number), title: item.title })}
          </Link>
          <p className="row-facts">
            <span>{item.subjectName}</span>
            <span>
              {t('attention.planned')} <Moment at={item.plannedFor} relative ours />
            </span>
            <span>{item.assignee ?? t('attention.nobody')}</span>
          </p>
        </>
      )
    case 'silence':
      return (
        <>
          <Link
            className="row-title"
            to="/$municipality/map"
            params={{ municipality }}
            search={{ asset: item.asset, prediction: undefined }}
          >
            {item.together.length > 0
              ? t('attention.silence-together', { name: item.name, assets: item.together.length })
              : t('attention.silence', { name: item.name, signals: item.signals })}
          </Link>
          <p className="row-facts">
            <span>{item.asset}</span>
            <span>
              {item.since === null ? (
                t('attention.never-heard')
              ) : (
                <>
                  {t('attention.last-heard')} <Moment at={item.since} relative />
                </>
              )}
            </span>
          </p>
          {item.together.length > 0 && (
            <details>
              <summary>{t('attention.silence-which')}</summary>
              <p className="quiet">{item.together.map(({ tag, name }) => `${name} (${tag})`).join(', ')}</p>
            </details>
          )}
        </>
      )
    case 'prediction':
      return <PredictionLine prediction={item.prediction} />
  }
}
