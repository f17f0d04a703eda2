import { statfsSync } from 'node:fs'
import { outboxStatus } from '@driftbild/collectors/status'
import { MINUTE, type Micros, type Silence, type SilenceReason } from '@driftbild/core'
import { type DeviceConfig, lineName, lineOf } from '@driftbild/devices'
import { type EdgeConfig, outboxPath } from './config.ts'
import { readKey } from './key.ts'
import { type Running, readRunning } from './running.ts'

export interface EdgeStatus {
  outbox: string
  collector: string | null
  epoch: string
  /** Entries that the centre doesn't have for good yet. */
  waiting: number
  acknowledged: number
  /** What holds something in the outbox; the limit is for it. */
  bytes: number
  limit: number
  /** What the disk has left. */
  free: number
  oldest: Micros | null
  alive: Micros | null
  /** What is written an hour; null where there is too little to tell. */
  rate: { entries: number; bytes: number } | null
  /** Hours until there is no room if nothing leaves the outbox, at that rate. */
  lasts: number | null
  /** Entries that the centre refused and that are kept apart. */
  setAside: number
  devices: DeviceStatus[]
  /** What the edge itself knows, or knew when it last ran. */
  running: Running | null
}

export interface DeviceStatus {
  id: string
  address: string
  /** What of it can't be read; empty while all can. */
  silent: { reason: SilenceReason; since: Micros; signals: number }[]
}

/** What an edge's folder tells, from outside or, where `running` is given, from within. Null before its first start. */
export function edgeStatus(config: EdgeConfig, running = readRunning(config)): EdgeStatus | null {
  const path = outboxPath(config)
  const status = outboxStatus(path)
  if (!status) return null
  const { epoch, waiting, durable, bytes, oldest, alive, rate, setAside } = status
  const limit = config.outbox.limit * 1024 * 1024
  const { bavail, bsize } = statfsSync(config.folder)
  const free = bavail * bsize
  const room = Math.max(0, Math.min(limit - bytes, free))
  return {
    outbox: path,
    collector: readKey(config.key!)?.collector ?? null,
    epoch,
    waiting,
    acknowledged: durable,
    bytes,
    limit,
    free,
    oldest,
    alive,
    rate,
    lasts: rate && rate.bytes > 0 ? room / rate.bytes : null,
    setAside,
    devices: config.devices.map((device) => deviceStatus(device, status.silences)),
    running,
  }
}

/** It writes down that it is alive every few seconds. */
export const isRunning = ({ alive }: EdgeStatus, now: Micros): boolean =>
  alive !== null && Math.abs(now - alive) < MINUTE

function deviceStatus(device: DeviceConfig, silences: readonly Silence[]): DeviceStatus {
  const keys = new Set(Object.values(device.signals))
  return {
    id: device.id,
    address: device.protocol === 'modbus' ? lineName(lineOf(device)) : device.endpoint,
    silent: silences.flatMap(({ signals, from, reason }) => {
      const own = signals.filter((key) => keys.has(key)).length
      return own > 0 ? [{ reason, since: from, signals: own }] : []
    }),
  }
}
