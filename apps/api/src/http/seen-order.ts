import type { WorkOrder } from '@driftbild/core'
import { findOrder, type Tx } from '@driftbild/store'
import type { Person } from '../auth/people.ts'
import type { Picture } from '../picture/picture.ts'
import { notFound } from './problems.ts'
import { sightOf } from './sight.ts'

/** An order about something that the person may see; not found otherwise, whether it is there or not. */
export async function seenOrder(tx: Tx, picture: Picture, person: Person, id: string): Promise<WorkOrder> {
  const order = await findOrder(tx, id)
  if (!order || !sightOf(person, picture).subject(order.subject)) throw notFound(id)
  return order
}
