import type { WorkOrderView } from '../../data/work-orders.ts'
import { useWords } from '../../i18n/words.tsx'
import { Moment } from '../../ui/moment.tsx'
import { usePersonName } from '../../ui/person-name.ts'
import { OrderValue } from './order-value.tsx'

/** Who changed what when, newest first. */
export function OrderHistory({ order }: { order: WorkOrderView }) {
  const { t } = useWords()
  const nameOf = usePersonName()
  if (order.history.length === 0) return null
  return (
    <section aria-labelledby="order-history">
      <h2 id="order-history">{t('order.history')}</h2>
      <ol className="history">
        {order.history.toReversed().map((entry, i) => (
          <li key={i}>
            <span className="quiet">
              <Moment at={entry.at} />
            </span>
            <span>
              {t(`order.field.${entry.field}`)}: <OrderValue field={entry.field} value={entry.value} />
            </span>
            <span className="quiet">{nameOf(entry.by)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
