import type { OrderField, OrderState, Outcome } from '@driftbild/core'
import { useWords } from '../../i18n/words.tsx'

/** A field's value as people say it; what it is depends on the field. */
export function OrderValue({ field, value }: { field: OrderField; value: unknown }) {
  const { t, f } = useWords()
  if (value === null || value === '') return t('order.empty')
  switch (field) {
    case 'state':
      return t(`order.state.${value as OrderState}`)
    case 'priority':
      return t(`order.priority.${value as 'low' | 'normal' | 'high' | 'urgent'}`)
    case 'plannedFor':
      return f.moment(value as number)
    case 'outcome':
      return (value as Outcome).cause
    default:
      return String(value)
  }
}
