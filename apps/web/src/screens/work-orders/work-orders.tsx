import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { allItems } from '../../data/page.ts'
import { type WorkOrderView, workOrdersQuery } from '../../data/work-orders.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { ServiceIcon } from '../../signs/icon.tsx'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { ShowChoice } from '../../ui/show-choice.tsx'
import { OrderLink } from './order-link.tsx'
import { OrderStateMark } from './order-state.tsx'

export function WorkOrdersScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const navigate = useNavigate()
  const { show } = useSearch({ from: '/$municipality/orders' })
  const orders = useInfiniteQuery(workOrdersQuery(code, show !== 'all'))
  const items = allItems(orders.data)
  return (
    <div className="screen">
      <ScreenHead title={t('nav.orders')} lead={orders.data && t('orders.lead', { count: items.length })}>
        <ShowChoice
          label={t('show.label')}
          value={show ?? 'open'}
          options={[
            { value: 'open', label: t('orders.open') },
            { value: 'all', label: t('show.all') },
          ]}
          onChange={(value) =>
            navigate({
              to: '/$municipality/orders',
              params: { municipality: code },
              search: { show: value === 'all' ? 'all' : undefined },
            })
          }
        />
      </ScreenHead>
      <Loaded query={orders} skeleton={<SkeletonRows rows={6} height={72} />}>
        {() =>
          items.length === 0 ? (
            <Empty title={t('orders.none')}>{t('orders.none.what')}</Empty>
          ) : (
            <ul className="rows">
              {items.map((order) => (
                <OrderRow key={order.id} order={order} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <MoreButton query={orders} />
    </div>
  )
}

function OrderRow({ order }: { order: WorkOrderView }) {
  const { t } = useWords()
  return (
    <li className="row">
      <OrderStateMark state={order.state} />
      <div className="row-main">
        <OrderLink order={order} className="row-title" />
        <p className="row-facts">
          <span>{order.subjectName}</span>
          <span>{order.subject.tag}</span>
          {order.mode !== null && <span>{t(`mode.${order.mode}`)}</span>}
          <span>{t(`order.kind.${order.kind}`)}</span>
          {order.outcome && <strong>{order.outcome.cause}</strong>}
          {order.conflicts.length > 0 && (
            <strong>{t('order.conflicts', { count: order.conflicts.length })}</strong>
          )}
        </p>
      </div>
      <dl className="row-columns">
        <div>
          <dt>{t('order.field.state')}</dt>
          <dd>{t(`order.state.${order.state}`)}</dd>
        </div>
        <div>
          <dt>{t('order.field.assignee')}</dt>
          <dd>{order.assignee ?? t('order.nobody')}</dd>
        </div>
        <div>
          <dt>{t('order.field.priority')}</dt>
          <dd>{t(`order.priority.${order.priority}`)}</dd>
        </div>
        <div>
          <dt>{t('order.field.plannedFor')}</dt>
          <dd>{order.plannedFor === null ? '–' : <Moment at={order.plannedFor} />}</dd>
        </div>
      </dl>
      <span className="row-service quiet" title={t(`service.${order.service}`)}>
        <ServiceIcon of={order.service} size={18} />
        <span className="visually-hidden">{t(`service.${order.service}`)}</span>
      </span>
    </li>
  )
}
