import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useOrderCommands, type WorkOrderView, workOrderQuery } from '../../data/work-orders.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Loaded, ProblemWords, SkeletonRows } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { isAboutLeak } from '../leaks/is-about-leak.ts'
import { LeakScore } from '../leaks/leak-score.tsx'
import { OrderSearch } from '../leaks/order-search.tsx'
import { OrderConflicts } from './order-conflicts.tsx'
import { OrderDetails } from './order-details.tsx'
import { OrderFiles } from './order-files.tsx'
import { OrderHistory } from './order-history.tsx'
import { OrderMoves } from './order-moves.tsx'
import { OrderParts } from './order-parts.tsx'
import { OrderSteps } from './order-steps.tsx'
import { OutcomeCard } from './outcome-card.tsx'

export function WorkOrderScreen() {
  const { id } = useParams({ from: '/$municipality/orders/$id' })
  const { code } = useHere()
  const order = useQuery(workOrderQuery(code, id))
  return (
    <div className="screen">
      <Loaded level={1} query={order} skeleton={<SkeletonRows rows={4} height={96} />}>
        {(loaded) => <Order order={loaded} />}
      </Loaded>
    </div>
  )
}

function Order({ order }: { order: WorkOrderView }) {
  const { t } = useWords()
  const { code } = useHere()
  const commands = useOrderCommands(code, order)
  const { subject, outcome } = order
  return (
    <>
      <ScreenHead
        title={order.title}
        lead={
          <>
            {t('order.number', { number: String(order.number) })} · {t(`order.kind.${order.kind}`)} ·{' '}
            {order.mode !== null && `${t(`mode.${order.mode}`)} · `}
            {order.subjectName} · <Moment at={order.createdAt} />
          </>
        }
      >
        {order.fault !== null && (
          <Link
            className="button plain"
            to="/$municipality/faults/$id"
            params={{ municipality: code, id: order.fault }}
          >
            {t('prediction.open-fault')}
          </Link>
        )}
        {subject.type === 'asset' && (
          <Link
            className="button plain"
            to="/$municipality/map"
            params={{ municipality: code }}
            search={{ asset: subject.tag, prediction: undefined }}
          >
            {t('asset.on-map')}
          </Link>
        )}
      </ScreenHead>
      <OrderSteps state={order.state} />
      <OrderMoves order={order} commands={commands} />
      {commands.error && (
        <p className="inline-problem" role="alert">
          <ProblemWords error={commands.error} />
        </p>
      )}
      <OrderConflicts order={order} commands={commands} />
      {outcome && <OutcomeCard outcome={outcome} />}
      {outcome && isAboutLeak(order.mode) && <LeakScore order={order.id} />}
      {isAboutLeak(order.mode) && <OrderSearch order={order} />}
      <OrderParts key={JSON.stringify(order.parts)} order={order} commands={commands} />
      <OrderFiles order={order.id} />
      <OrderDetails key={order.revision} order={order} commands={commands} />
      <OrderHistory order={order} />
    </>
  )
}
