import type { OrderValues } from '@driftbild/core'

type OrderPriority = OrderValues['priority']

/** In rising order; the record's type makes the list complete. */
const rank: Record<OrderPriority, number> = { low: 0, normal: 1, high: 2, urgent: 3 }
export const orderPriorities = Object.keys(rank) as OrderPriority[]
