import { randomUUID } from 'node:crypto'
import type { Micros, OrderField, WorkOrder } from '@driftbild/core'
import { appendAudit, applyCommands, createInspection, type Tx } from '@driftbild/store'
import type { InspectionsBody } from '../contract/index.ts'
import type { WatchedAsset } from '../picture/picture.ts'

type Wish = Pick<InspectionsBody, 'note' | 'priority' | 'assignee' | 'plannedFor'>

/** An order to look at one asset: a draft, or where a crew is named, one that it has. */
export async function planInspection(
  tx: Tx,
  { asset }: WatchedAsset,
  { note, priority, assignee, plannedFor }: Wish,
  { by, at }: { by: string; at: Micros },
): Promise<{ order: WorkOrder; isNew: boolean }> {
  const made = await createInspection(tx, {
    ...{ id: randomUUID(), asset: asset.tag, title: `Besiktning: ${asset.name}`.slice(0, 200) },
    ...{ note, priority, by, at },
  })
  if (!made.isNew) return made
  await appendAudit(tx, {
    ...{ at, by, what: 'order-drafted', ref: made.order.id },
    detail: { number: made.order.number, inspection: asset.tag },
  })
  const wishes: { field: OrderField; value: unknown }[] = []
  if (plannedFor !== null) wishes.push({ field: 'plannedFor', value: plannedFor })
  if (assignee !== null) {
    wishes.push({ field: 'state', value: 'approved' }, { field: 'assignee', value: assignee })
    wishes.push({ field: 'state', value: 'assigned' })
  }
  const commands = wishes.map((wish, i) => ({ ...wish, id: randomUUID(), baseRevision: 0, at: at + i }))
  return { order: (await applyCommands(tx, made.order.id, commands, { by, at }))!, isNew: true }
}
