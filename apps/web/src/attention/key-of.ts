import type { AttentionItem } from '../data/attention.ts'

/** What tells one thing that needs somebody from the others. */
export function keyOfAttention(item: AttentionItem): string {
  switch (item.kind) {
    case 'alarm':
      return item.alarm.id
    case 'order':
      return item.id
    case 'silence':
      return item.asset
    case 'prediction':
      return item.prediction.id
  }
}
