import { Link } from '@tanstack/react-router'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import type { SeenVisit } from '../../offline/overlay.ts'
import { Icon, ServiceIcon } from '../../signs/icon.tsx'
import { OrderStateMark } from '../work-orders/order-state.tsx'
import { navigationLink } from './navigation.ts'

interface VisitCardProps {
  visit: SeenVisit
  /** Its place in the round; null where it is over. */
  place: number | null
  isNext: boolean
}

/** One visit, to be pressed with a glove: open it, or let the phone show the way. */
export function VisitCard({ visit, place, isNext }: VisitCardProps) {
  const { t, f } = useWords()
  const { code } = useHere()
  const { order, stop, waiting, disputes } = visit
  const urgent = order.priority === 'urgent' || order.priority === 'high'
  return (
    <li className="visit" data-next={isNext || undefined} data-skipped={stop?.skipped ? true : undefined}>
      <Link
        className="visit-open"
        to="/$municipality/my-day/$id"
        params={{ municipality: code, id: order.id }}
      >
        <span className="visit-place">
          <OrderStateMark state={order.state} />
          {place !== null && <span className="visit-number">{place}</span>}
        </span>
        <span className="visit-what">
          <strong>{order.title}</strong>
          <span className="row-facts">
            <span className="with-icon">
              <ServiceIcon of={order.service} size={16} /> {order.subject.tag}
            </span>
            <span>{t(`order.state.${order.state}`)}</span>
            {order.plannedFor !== null && <span>{f.clock(order.plannedFor)}</span>}
            {urgent && <strong>{t(`order.priority.${order.priority}`)}</strong>}
          </span>
          {stop?.skipped && (
            <span className="visit-note">{t('visit.skipped', { reason: stop.skipped.reason })}</span>
          )}
          {waiting && (
            <span className="visit-note quiet">
              <Icon name="sync" size={14} /> {t('visit.waiting')}
            </span>
          )}
          {disputes.length > 0 && (
            <span className="visit-note">{t('order.conflicts', { count: disputes.length })}</span>
          )}
        </span>
      </Link>
      {order.position && place !== null && (
        <a
          className="visit-navigate"
          href={navigationLink(order.position, order.subjectName, navigator.userAgent)}
          aria-label={t('visit.navigate.to', { place: order.subjectName })}
        >
          <Icon name="navigate" size={24} />
        </a>
      )}
    </li>
  )
}
