import { NoAdvice } from '../../attention/no-advice.tsx'
import type { ZonePage } from '../../data/figures.ts'
import { useWords } from '../../i18n/words.tsx'
import { PredictionRows } from '../predictions/prediction-rows.tsx'
import { OrderLink } from '../work-orders/order-link.tsx'
import { OrderStateMark } from '../work-orders/order-state.tsx'

/** What models expect there, and what is being done. */
export function ZoneWork({ page: { predictions, orders } }: { page: ZonePage }) {
  const { t } = useWords()
  return (
    <div className="attention">
      <section aria-labelledby="zone-predictions">
        <h2 id="zone-predictions">{t('nav.predictions')}</h2>
        {predictions.length === 0 ? (
          <p className="calm">
            <NoAdvice>{t('zone.predictions.none')}</NoAdvice>
          </p>
        ) : (
          <PredictionRows predictions={predictions} />
        )}
      </section>
      <section aria-labelledby="zone-orders">
        <h2 id="zone-orders">{t('nav.orders')}</h2>
        {orders.length === 0 ? (
          <p className="calm">{t('zone.orders.none')}</p>
        ) : (
          <ul className="rows">
            {orders.map(({ id, number, title, state, assignee }) => (
              <li key={id} className="row">
                <div className="row-main">
                  <OrderLink order={{ id, number, title }} className="row-title" />
                  {assignee !== null && <p className="row-facts">{assignee}</p>}
                </div>
                <OrderStateMark state={state} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}
