import { useInfiniteQuery } from '@tanstack/react-query'
import { type DeliveryView, deliveriesQuery } from '../../data/notices.ts'
import { allItems } from '../../data/page.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { MoreButton } from '../../ui/more-button.tsx'

/** What went out to whom, and how that went. */
export function Deliveries() {
  const { t } = useWords()
  const { code } = useHere()
  const deliveries = useInfiniteQuery(deliveriesQuery(code))
  const items = allItems(deliveries.data)
  return (
    <section className="card" aria-labelledby="deliveries">
      <h2 id="deliveries">{t('deliveries.title')}</h2>
      <Loaded query={deliveries} skeleton={<SkeletonRows rows={3} height={32} />}>
        {() =>
          items.length === 0 ? (
            <p className="calm">{t('deliveries.none')}</p>
          ) : (
            <div className="wide-table">
              <table className="numbers">
                <caption className="visually-hidden">{t('deliveries.title')}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t('deliveries.at')}</th>
                    <th scope="col">{t('deliveries.to')}</th>
                    <th scope="col">{t('deliveries.by')}</th>
                    <th scope="col">{t('deliveries.state')}</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((delivery) => (
                    <Row key={delivery.id} delivery={delivery} />
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      <MoreButton query={deliveries} />
    </section>
  )
}

function Row({ delivery }: { delivery: DeliveryView }) {
  const { t, f } = useWords()
  return (
    <tr>
      <th scope="row">{f.moment(delivery.madeAt)}</th>
      <td>
        {delivery.to ?? t('deliveries.machine')}
        {delivery.alarm === null
          ? ` (${t('deliveries.test')})`
          : delivery.line > 1
            ? ` (${delivery.line})`
            : ''}
      </td>
      <td>{delivery.channel}</td>
      <td>
        {t(`delivery.${delivery.state}`)}
        {delivery.attempts > 1 && ` ${t('deliveries.attempts', { count: delivery.attempts })}`}
        {delivery.nextAt !== null &&
          delivery.attempts > 0 &&
          ` ${t('deliveries.next', { at: f.clock(delivery.nextAt) })}`}
        {delivery.error !== null && <p className="quiet">{delivery.error}</p>}
      </td>
    </tr>
  )
}
