import type { WorkOrder } from '@driftbild/core'
import type { OrderThenView } from '../contract/index.ts'
import type { Picture } from '../picture/picture.ts'
import { viewSubject } from './subject.ts'

/** An order as it stood at a past moment; what its subject is called is today's. */
export function viewOrderThen(
  picture: Picture,
  { id, number, kind, title, state, assignee, priority, subject }: WorkOrder,
): OrderThenView {
  return { id, number, kind, title, state, assignee, priority, subject, ...viewSubject(picture, subject) }
}
