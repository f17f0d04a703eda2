import {
  applyCommand,
  type FaultMode,
  faultModes,
  isOpen,
  type Micros,
  missingFor,
  type OrderCommand,
  type OrderEvent,
  type OrderField,
  type OrderState,
  ProblemError,
  type Subject,
  type WorkOrder,
} from '@driftbild/core'
import { notify } from './changes.ts'
import type { Tx } from './database.ts'
import { timestamp, timestampOrNull } from './timestamp.ts'

export interface NewOrder {
  id: string
  fault: { id: string; subject: Subject; mode: FaultMode }
  title: string
  priority?: WorkOrder['priority']
  by: string
  at: Micros
}

/** A draft that addresses a fault. The fault's open order is given back instead where it has one. */
export async function createOrder(tx: Tx, order: NewOrder): Promise<{ order: WorkOrder; isNew: boolean }> {
  const { id, fault, title, priority = 'normal', by, at } = order
  // The row lock orders creators: numbers have no holes, and a fault gets one open order.
  await tx.query('select from municipality for update')
  const [open] = await select(tx, `fault = $1 and ${isOpenSql}`, [fault.id])
  if (open) return { order: open, isNew: false }
  const { subject, mode } = fault
  const made = await insert(tx, {
    ...{ id, fault: fault.id, subject, kind: faultModes[mode].work },
    ...{ title, note: '', priority, by, at },
  })
  return { order: made, isNew: true }
}

/** An order about an asset that no fault asks for. */
export interface NewAssetOrder {
  id: string
  /** Tag. */
  asset: string
  title: string
  note: string
  priority: WorkOrder['priority']
  by: string
  at: Micros
}

/** A draft to look at an asset, without any fault. The asset's open one is given back instead where it has one. */
export async function createInspection(
  tx: Tx,
  { asset, ...rest }: NewAssetOrder,
): Promise<{ order: WorkOrder; isNew: boolean }> {
  await tx.query('select from municipality for update')
  const [open] = await select(tx, openInspection, [asset])
  if (open) return { order: open, isNew: false }
  const subject: Subject = { type: 'asset', tag: asset }
  return { order: await insert(tx, { ...rest, fault: null, subject, kind: 'inspection' }), isNew: true }
}

/** A draft that no fault asks for, because somebody decided so. */
const asDecided =
  (kind: 'adjustment' | 'preventive') =>
  async (tx: Tx, { asset, ...rest }: NewAssetOrder): Promise<WorkOrder> => {
    await tx.query('select from municipality for update')
    return insert(tx, { ...rest, fault: null, subject: { type: 'asset', tag: asset }, kind })
  }

/** To set something otherwise than it is. */
export const createAdjustment = asDecided('adjustment')
/** To change what would fail. */
export const createPreventive = asDecided('preventive')

type Inserted = Pick<WorkOrder, 'id' | 'fault' | 'subject' | 'kind' | 'title' | 'note' | 'priority'> & {
  by: string
  at: Micros
}

/** Whoever calls holds the municipality's row. */
async function insert(tx: Tx, order: Inserted): Promise<WorkOrder> {
  const { id, fault, subject, kind, title, note, priority, by, at } = order
  const [next] = await tx.query<{ number: number }>(
    'update municipality set last_order_number = last_order_number + 1 returning last_order_number as number',
  )
  await tx.query(
    `insert into work_order (id, number, fault, subject_type, subject_tag, kind, created_at, created_by, revision,
                             state, title, note, priority, changed, conflicts)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 'draft', $9, $10, $11, '{}', '[]')`,
    [id, next!.number, fault, subject.type, subject.tag, kind, timestamp(at), by, title, note, priority],
  )
  await notify(tx, 'work-orders', id)
  return (await findOrder(tx, id))!
}

export async function findOrder(tx: Tx, id: string): Promise<WorkOrder | null> {
  const [order] = await select(tx, 'id = $1', [id])
  return order ?? null
}

/** The order that addresses each of these faults: the open one, else the newest. */
export async function ordersOfFaults(tx: Tx, faults: readonly string[]): Promise<Map<string, WorkOrder>> {
  const orders = await select(tx, `fault = any ($1) order by (${isOpenSql}), number`, [faults])
  return new Map(orders.map((order) => [order.fault!, order]))
}

export interface OrderFilter {
  open?: boolean
  subject?: Subject
  /** The last page's smallest number. */
  before?: number
  limit?: number
}

/** Newest first. */
export const listOrders = (
  tx: Tx,
  { open, subject, before, limit = 100 }: OrderFilter = {},
): Promise<WorkOrder[]> =>
  select(
    tx,
    `($1::boolean is null or ${isOpenSql} = $1)
     and ($2::text is null or (subject_type = $2 and subject_tag = $3))
     and ($4::integer is null or number < $4)
     order by number desc limit $5`,
    [open ?? null, subject?.type ?? null, subject?.tag ?? null, before ?? null, limit],
  )

/** What was ended since, as its crew's clock says, in the order in which it was. */
export const ordersEndedSince = (tx: Tx, since: Micros): Promise<WorkOrder[]> =>
  select(
    tx,
    `state in ('done', 'not-found') and (changed -> 'state' ->> 'at')::bigint >= $1
     order by (changed -> 'state' ->> 'at')::bigint, number`,
    [since],
  )

/** Those of which some may have stood open at a moment: what was ended before it can't have. Newest first. */
export const ordersAround = (
  tx: Tx,
  at: Micros,
  { before, limit }: { before: number | null; limit: number },
): Promise<WorkOrder[]> =>
  select(
    tx,
    `created_at <= $1 and (${isOpenSql} or (changed -> 'state' ->> 'at')::bigint > $2)
     and ($3::integer is null or number < $3)
     order by number desc limit $4`,
    [timestamp(at), at, before, limit],
  )

/** Every command that was taken in, oldest first. */
export const orderHistory = (tx: Tx, id: string): Promise<OrderEvent[]> =>
  tx.query(
    `select at, by_user as by, field, value, base_revision as "baseRevision"
     from work_order_command where work_order = $1 order by position`,
    [id],
  )

/** The same of several orders at once. */
export async function orderHistories(tx: Tx, ids: readonly string[]): Promise<Map<string, OrderEvent[]>> {
  const rows = await tx.query<OrderEvent & { order: string }>(
    `select work_order as "order", at, by_user as by, field, value, base_revision as "baseRevision"
     from work_order_command
     where work_order = any ($1) order by position`,
    [ids],
  )
  const histories = new Map<string, OrderEvent[]>()
  for (const { order, ...event } of rows) {
    const known = histories.get(order)
    if (known) known.push(event)
    else histories.set(order, [event])
  }
  return histories
}

/** An order turns out to address another fault, because the two were one. */
export async function moveOrder(tx: Tx, id: string, fault: string): Promise<void> {
  await tx.query('update work_order set fault = $2 where id = $1', [id, fault])
  await notify(tx, 'work-orders', id)
}

/**
 * Applies a person's commands, oldest first, to the order as it is now. A command whose id is known counts
 * no second time. Gives the merged order, null when there is none. Throws ProblemError when a state lacks what
 * it needs; then none of the commands counted.
 */
export async function applyCommands(
  tx: Tx,
  id: string,
  commands: readonly OrderCommand[],
  { by, at }: { by: string; at: Micros },
): Promise<WorkOrder | null> {
  let [order] = await select(tx, 'id = $1 for update', [id])
  if (!order) return null
  const known = await tx.query<{ id: string; order: string }>(
    'select id, work_order as "order" from work_order_command where id = any ($1)',
    [commands.map((command) => command.id)],
  )
  const seen = new Set(known.map((row) => row.id))
  const before = order
  const own = new Set<OrderField>()
  for (const command of commands) {
    if (seen.has(command.id)) continue
    seen.add(command.id)
    const next = applyCommand(order, knowing(order, command, own), by)
    own.add(command.field)
    if (command.field === 'state' && next.state !== order.state) requireFor(next, next.state)
    await tx.query(
      `insert into work_order_command (id, work_order, base_revision, field, value, at, by_user, received_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        command.id,
        id,
        command.baseRevision,
        command.field,
        JSON.stringify(command.value ?? null),
        timestamp(command.at),
        by,
        timestamp(at),
      ],
    )
    order = next
  }
  if (order !== before) {
    if (isOpen(order.state) && !isOpen(before.state)) await requireNoOther(tx, order)
    await save(tx, order)
    await notify(tx, 'work-orders', id)
  }
  return order
}

/** Who sends several commands knew of the earlier ones when making the later. */
const knowing = (order: WorkOrder, command: OrderCommand, own: ReadonlySet<OrderField>): OrderCommand =>
  own.has(command.field)
    ? {
        ...command,
        baseRevision: Math.max(command.baseRevision, order.changed[command.field]?.revision ?? 0),
      }
    : command

function requireFor(order: WorkOrder, state: OrderState): void {
  const missing = missingFor(order, state)
  if (missing) {
    throw new ProblemError(422, { code: `order-needs-${missing}`, ref: order.id, context: { state } })
  }
}

/** An inspection is not taken up again beside a newer one of the same asset. */
async function requireNoOther(tx: Tx, { kind, subject }: WorkOrder): Promise<void> {
  if (kind !== 'inspection') return
  const [other] = await select(tx, openInspection, [subject.tag])
  if (other) throw new ProblemError(409, { code: 'inspection-open', ref: String(other.number) })
}

async function save(tx: Tx, order: WorkOrder): Promise<void> {
  await tx.query(
    `update work_order set revision = $2, state = $3, title = $4, note = $5, priority = $6, assignee = $7,
       planned_for = $8, outcome = $9, changed = $10, conflicts = $11, parts = $12
     where id = $1`,
    [
      order.id,
      order.revision,
      order.state,
      order.title,
      order.note,
      order.priority,
      order.assignee,
      timestampOrNull(order.plannedFor),
      order.outcome && JSON.stringify(order.outcome),
      JSON.stringify(order.changed),
      JSON.stringify(order.conflicts),
      JSON.stringify(order.parts),
    ],
  )
}

const isOpenSql = `(state not in ('done', 'not-found', 'cancelled'))`
const openInspection = `kind = 'inspection' and subject_type = 'asset' and subject_tag = $1 and ${isOpenSql}`

async function select(tx: Tx, where: string, values: unknown[]): Promise<WorkOrder[]> {
  const rows = await tx.query<Omit<WorkOrder, 'subject'> & { type: Subject['type']; tag: string }>(
    `select id, number, fault, subject_type as type, subject_tag as tag, kind, created_at as "createdAt", revision,
            state, title, note, priority, assignee, planned_for as "plannedFor", parts, outcome, changed, conflicts
     from work_order where ${where}`,
    values,
  )
  return rows.map(({ type, tag, ...order }) => ({ ...order, subject: { type, tag } }))
}
