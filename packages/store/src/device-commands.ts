import type { DeviceCommand, Micros } from '@driftbild/core'
import { notify } from './changes.ts'
import type { Tx } from './database.ts'
import { epochOfLatest } from './latest-reading.ts'
import { timestamp, timestampOrNull } from './timestamp.ts'

/** The collector that brought a signal's newest reading, and so can reach its device; null when none has. */
export async function collectorOf(tx: Tx, key: string): Promise<string | null> {
  const [row] = await tx.query<{ collector: string }>(
    `select c.id as collector from epoch e join collector c on c.id = e.collector
     where e.id = $1 and c.kind = 'edge' and c.revoked_at is null`,
    [await epochOfLatest(tx, key)],
  )
  return row?.collector ?? null
}

/** False when another command to the signal is still open. */
export async function putDeviceCommand(tx: Tx, command: DeviceCommand, collector: string): Promise<boolean> {
  const rows = await tx.query(
    `insert into device_command (id, signal, collector, value, unit, reason, state, asked_by, asked_at, until)
     select $1, id, $3, $4, $5, $6, $7, $8, $9, $10 from signal where key = $2
     on conflict (signal) where until is not null do nothing returning 1`,
    [
      ...[command.id, command.signal, collector, command.value, command.unit, command.reason, command.state],
      ...[command.askedBy, timestamp(command.askedAt), timestampOrNull(command.until)],
    ],
  )
  if (rows.length > 0) await notify(tx, 'device-commands', collector)
  return rows.length > 0
}

/** Keeps what an event or time made of a command. */
export async function saveDeviceCommand(tx: Tx, command: DeviceCommand): Promise<void> {
  const [row] = await tx.query<{ collector: string }>(
    `update device_command set state = $2, confirmed_by = $3, confirmed_at = $4, sent_at = $5, until = $6, result = $7
     where id = $1 returning collector`,
    [
      ...[command.id, command.state, command.confirmedBy, timestampOrNull(command.confirmedAt)],
      ...[timestampOrNull(command.sentAt), timestampOrNull(command.until), command.result],
    ],
  )
  await notify(tx, 'device-commands', row!.collector)
}

const selectCommand = `
  select d.id, s.key as signal, d.value, d.unit, d.reason, d.state, d.asked_by as "askedBy", d.asked_at as "askedAt",
         d.confirmed_by as "confirmedBy", d.confirmed_at as "confirmedAt", d.sent_at as "sentAt", d.until, d.result
  from device_command d join signal s on s.id = d.signal`

/** Locked until the transaction ends, so that no two people or collectors take the same step. */
export async function lockDeviceCommand(
  tx: Tx,
  id: string,
  collector: string | null = null,
): Promise<DeviceCommand | null> {
  const [row] = await tx.query<DeviceCommand>(
    `${selectCommand} where d.id = $1 and ($2::uuid is null or d.collector = $2) for update of d`,
    [id, collector],
  )
  return row ?? null
}

/** Those that can still come to something, of one collector or of all; locked. */
export const lockOpenDeviceCommands = (tx: Tx, collector: string | null = null): Promise<DeviceCommand[]> =>
  tx.query(
    `${selectCommand} where d.until is not null and ($1::uuid is null or d.collector = $1)
     order by d.asked_at, d.id for update of d`,
    [collector],
  )

/** Newest first. */
export const listDeviceCommands = (
  tx: Tx,
  {
    signal = null,
    after = null,
    limit = 50,
  }: {
    signal?: string | null
    after?: { askedAt: Micros; id: string } | null
    limit?: number
  } = {},
): Promise<DeviceCommand[]> =>
  tx.query(
    `${selectCommand}
     where ($1::text is null or s.key = $1)
       and ($2::timestamptz is null or (d.asked_at, d.id) < ($2, $3::uuid))
     order by d.asked_at desc, d.id desc limit $4`,
    [signal, timestampOrNull(after?.askedAt ?? null), after?.id ?? null, limit],
  )
