import type { Micros } from '@driftbild/core'
import type { ChannelKind } from './channels.ts'
import type { Tx } from './database.ts'
import { timestamp, timestampOrNull } from './timestamp.ts'

export const deliveryStates = ['waiting', 'sent', 'given-up', 'not-needed'] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** One message on its way out. */
export interface Delivery {
  id: number
  /** Null: a test. */
  alarm: string | null
  channel: string
  /** Null: to a machine, or to somebody who is gone. */
  user: string | null
  line: number
  state: DeliveryState
  attempts: number
  dueAt: Micros
  madeAt: Micros
  doneAt: Micros | null
  error: string | null
}

const columns = `d.id, d.alarm, d.channel, d.user_id as user, d.line, d.state, d.attempts, d.due_at as "dueAt",
  d.made_at as "madeAt", d.done_at as "doneAt", d.error`

/** Once for an alarm, a channel, a person and a line; null when it is there already. */
export async function addDelivery(
  tx: Tx,
  { alarm, channel, user, line, at }: Pick<Delivery, 'alarm' | 'channel' | 'user' | 'line'> & { at: Micros },
): Promise<number | null> {
  const [row] = await tx.query<{ id: number }>(
    `insert into delivery (alarm, channel, user_id, line, state, due_at, made_at)
     values ($1, $2, $3, $4, 'waiting', $5, $5) on conflict do nothing returning id`,
    [alarm, channel, user, line, timestamp(at)],
  )
  return row?.id ?? null
}

/** Those whose time has come, the oldest first. */
export const dueDeliveries = (tx: Tx, now: Micros, limit: number): Promise<Delivery[]> =>
  tx.query(
    `select ${columns} from delivery d where d.state = 'waiting' and d.due_at <= $1 order by d.due_at, d.id limit $2`,
    [timestamp(now), limit],
  )

/** How a try ended: `dueAt` is the next one's time while it waits. */
export async function saveTry(
  tx: Tx,
  id: number,
  {
    state,
    attempts,
    dueAt,
    doneAt,
    error,
  }: Pick<Delivery, 'state' | 'attempts' | 'doneAt' | 'error'> & {
    dueAt: Micros | null
  },
): Promise<void> {
  await tx.query(
    `update delivery set state = $2, attempts = $3, due_at = coalesce($4, due_at), done_at = $5, error = $6 where id = $1`,
    [id, state, attempts, timestampOrNull(dueAt), timestampOrNull(doneAt), error],
  )
}

/** Newest first, with what it went by. */
export const listDeliveries = (
  tx: Tx,
  { before, limit }: { before?: number; limit: number },
): Promise<(Delivery & { channelName: string; kind: ChannelKind })[]> =>
  tx.query(
    `select ${columns}, c.name as "channelName", c.kind from delivery d join channel c on c.id = d.channel
     where ($1::bigint is null or d.id < $1) order by d.id desc limit $2`,
    [before ?? null, limit],
  )

export interface Contact {
  name: string
  mail: string
  sms: string | null
}

/** Where a person is reached: by the address they sign in with, unless they gave another one. */
export async function contactOf(tx: Tx, user: string): Promise<Contact | null> {
  const [row] = await tx.query<Contact>(
    `select u.name, coalesce(m.address, u.email) as mail, s.address as sms from auth."user" u
     left join contact m on m.user_id = u.id and m.kind = 'mail'
     left join contact s on s.user_id = u.id and s.kind = 'sms'
     where u.id = $1`,
    [user],
  )
  return row ?? null
}

/** Null takes it away. */
export async function saveContact(
  tx: Tx,
  user: string,
  kind: 'mail' | 'sms',
  address: string | null,
): Promise<void> {
  if (address === null) await tx.query('delete from contact where user_id = $1 and kind = $2', [user, kind])
  else
    await tx.query(
      `insert into contact (user_id, kind, address) values ($1, $2, $3)
       on conflict (municipality, user_id, kind) do update set address = excluded.address`,
      [user, kind, address],
    )
}
