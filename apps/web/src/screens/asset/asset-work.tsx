import type { AlarmView } from '@driftbild/api/contract'
import { isOpen } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { assetAlarmsQuery, assetOrdersQuery, assetPredictionsQuery } from '../../data/assets.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Icon } from '../../signs/icon.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { Moment } from '../../ui/moment.tsx'
import { AlarmSentence } from '../alarms/alarm-sentence.tsx'
import { PredictionLine } from '../predictions/prediction-line.tsx'
import { OrderLink } from '../work-orders/order-link.tsx'

interface AssetWorkProps {
  tag: string
  /** A past moment: then it is the alarms that were active and the orders that were open. Null for now. */
  at?: string | null
}

/** What asks for somebody: alarms, predictions and orders. Nothing at all when nothing does. */
export function AssetWork({ tag, at = null }: AssetWorkProps) {
  const { t } = useWords()
  const { code } = useHere()
  const alarms = useQuery(assetAlarmsQuery(code, tag))
  const predictions = useQuery(assetPredictionsQuery(code, tag))
  const orders = useQuery(assetOrdersQuery(code, tag, at))
  const active = (alarms.data ?? []).filter((alarm) => wasActive(alarm, at))
  const standing = at === null ? (predictions.data ?? []).filter((prediction) => prediction.standing) : []
  const open = (orders.data ?? []).filter((order) => isOpen(order.state))
  if (active.length + standing.length + open.length === 0) return null
  return (
    <section aria-label={t('asset.work')}>
      <ul className="asset-work">
        {active.map((alarm) => (
          <li key={alarm.id}>
            <StateMark state={alarm.priority} size={18} />
            <div>
              <Link
                className="row-title"
                to="/$municipality/alarms"
                params={{ municipality: code }}
                search={{ show: undefined }}
              >
                <AlarmSentence alarm={alarm} />
              </Link>
              <p className="quiet">
                {t(`priority.${alarm.priority}`)} · <Moment at={alarm.raisedAt} relative />
                {alarm.acknowledged && ` · ${t('alarm.acknowledged')}`}
              </p>
            </div>
          </li>
        ))}
        {standing.map((prediction) => (
          <li key={prediction.id}>
            <StateMark state="prediction" probability={prediction.probability} size={18} />
            <PredictionLine prediction={prediction} />
          </li>
        ))}
        {open.map((order) => (
          <li key={order.id}>
            <Icon name="work" size={18} />
            <div>
              <OrderLink order={order} className="row-title" />
              <p className="quiet">
                {t(`order.state.${order.state}`)}
                {order.assignee !== null && ` · ${order.assignee}`}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function wasActive({ raisedAt, clearedAt }: AlarmView, at: string | null): boolean {
  if (at === null) return clearedAt === null
  const then = Date.parse(at)
  return Date.parse(raisedAt) < then && (clearedAt === null || Date.parse(clearedAt) >= then)
}
