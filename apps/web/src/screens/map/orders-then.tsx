import type { MomentView } from '../../data/moments.ts'
import { useWords } from '../../i18n/words.tsx'
import { Icon } from '../../signs/icon.tsx'
import { OrderLink } from '../work-orders/order-link.tsx'

/** Orders that stood open at a past moment, as they were then; the link leads to what has become of one. */
export function OrdersThen({ orders: { count, items } }: { orders: MomentView['orders'] }) {
  const { t, f } = useWords()
  return (
    <section aria-labelledby="orders-then">
      <h3 id="orders-then">
        {t('time.orders')} <span className="quiet">{f.number(count, 0)}</span>
      </h3>
      <ul className="asset-lines">
        {items.map((order) => (
          <li key={order.id} className="asset-line">
            <Icon name="work" size={18} />
            <div>
              <OrderLink order={order} className="row-title" />
              <p className="quiet">
                {order.subjectName} · {t(`order.state.${order.state}`)}
                {order.assignee !== null && ` · ${order.assignee}`}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {items.length < count && (
        <p className="quiet">{t('time.more-orders', { count: count - items.length })}</p>
      )}
    </section>
  )
}
