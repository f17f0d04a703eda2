import { orderFields } from '@driftbild/core'

export const orderPriorities = orderFields.priority.options
