import { Link } from '@tanstack/react-router'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'

interface OrderLinkProps {
  order: { id: string; number: number; title: string }
  /** `row-title` where it is what a row is about. */
  className?: string
}

/** An order by its number and title. */
export function OrderLink({ order: { id, number, title }, className }: OrderLinkProps) {
  const { t } = useWords()
  const { code } = useHere()
  return (
    <Link
      to="/$municipality/orders/$id"
      params={{ municipality: code, id }}
      {...(className !== undefined && { className })}
    >
      {t('order.name', { number: String(number), title })}
    </Link>
  )
}
