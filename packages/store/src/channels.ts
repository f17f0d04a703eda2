import type { Micros } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

export const channelKinds = ['mail', 'sms', 'webhook'] as const
export type ChannelKind = (typeof channelKinds)[number]

/** A way out. Its secret is sealed by whoever keeps it; the store can't read it. */
export interface Channel {
  id: string
  kind: ChannelKind
  name: string
  settings: Record<string, unknown>
  setBy: string
  setAt: Micros
}

const columns = 'id, kind, name, settings, set_by as "setBy", set_at as "setAt"'

export const listChannels = (tx: Tx): Promise<Channel[]> =>
  tx.query(`select ${columns} from channel where removed_at is null order by name, id`)

/** With its secret, for whoever sends: a role that may read it. */
export async function findChannel(tx: Tx, id: string): Promise<(Channel & { sealed: Buffer | null }) | null> {
  const [row] = await tx.query<Channel & { sealed: Buffer | null }>(
    `select ${columns}, sealed from channel where id = $1 and removed_at is null`,
    [id],
  )
  return row ?? null
}

export async function addChannel(
  tx: Tx,
  {
    kind,
    name,
    settings,
    sealed,
    by,
    at,
  }: Omit<Channel, 'id' | 'setBy' | 'setAt'> & {
    sealed: Buffer | null
    by: string
    at: Micros
  },
): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `insert into channel (kind, name, settings, sealed, set_by, set_at) values ($1, $2, $3, $4, $5, $6) returning id`,
    [kind, name, settings, sealed, by, timestamp(at)],
  )
  return row!.id
}

/** Takes it out of use with its secret, and out of every rule; what it delivered stays told. */
export async function removeChannel(tx: Tx, id: string, at: Micros): Promise<boolean> {
  const gone = await tx.query(
    'update channel set removed_at = $2, sealed = null where id = $1 and removed_at is null returning 1',
    [id, timestamp(at)],
  )
  await tx.query('update notice_rule set channels = array_remove(channels, $1) where $1 = any (channels)', [
    id,
  ])
  await tx.query(
    "update delivery set state = 'not-needed', done_at = $2 where channel = $1 and state = 'waiting'",
    [id, timestamp(at)],
  )
  return gone.length > 0
}
