import { isOpen } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { orderSearchQuery, useRemakeSearch } from '../../data/leaks.ts'
import type { WorkOrderView } from '../../data/work-orders.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { LeakRoute } from './leak-route.tsx'

/** What the crew of an order takes along to find a leak; to be printed, too. */
export function OrderSearch({ order }: { order: WorkOrderView }) {
  const { t, f } = useWords()
  const { code, may } = useHere()
  const search = useQuery(orderSearchQuery(code, order.id))
  const remake = useRemakeSearch(code, order.id)
  if (!search.data) return null
  return (
    <section className="card leak-search" aria-labelledby="leak-search">
      <h2 id="leak-search">{t('route.title')}</h2>
      <p className="quiet">
        {search.data.prediction !== null && t('route.what', { share: f.percent(search.data.share) })}{' '}
        {t('route.made')} <Moment at={search.data.madeAt} />
      </p>
      <LeakRoute search={search.data} />
      <ProblemLine error={remake.error} />
      {isOpen(order.state) && may('do-order', order.service) && (
        <div className="card-actions">
          <Button isPending={remake.isPending} onPress={() => remake.mutate()}>
            {t('route.remake')}
          </Button>
          <Button look="quiet" onPress={() => print()}>
            {t('action.print')}
          </Button>
        </div>
      )}
    </section>
  )
}
