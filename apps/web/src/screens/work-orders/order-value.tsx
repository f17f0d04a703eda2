import type { OrderField, OrderPart, OrderState, Outcome } from '@driftbild/core'
import { partText } from '@driftbild/words'
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
    case 'parts': {
      const parts = value as OrderPart[]
      return parts.length === 0 ? t('order.empty') : parts.map((part) => partText(part, f)).join(', ')
    }
    case 'outcome':
      return (value as Outcome).cause
    default:
      return String(value)
  }
}
