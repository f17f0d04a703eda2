import { outboxStatus } from '@driftbild/collectors/status'
import { formatTime, HOUR, MINUTE, type Micros, type Silence, type SilenceReason } from '@driftbild/core'
import { type DeviceConfig, lineName, lineOf } from '@driftbild/devices'
import { type EdgeConfig, outboxPath } from './config.ts'
import { readKey } from './key.ts'

export interface EdgeStatus {
  outbox: string
  collector: string | null
  epoch: string
  /** Entries that the centre doesn't have for good yet. */
  waiting: number
  acknowledged: number
  bytes: number
  limit: number
  oldest: Micros | null
  alive: Micros | null
  /** Hours until the outbox is full if nothing leaves it; null when nothing has waited for long. */
  lasts: number | null
  /** Entries that the centre refused and that are kept apart. */
  setAside: number
  devices: DeviceStatus[]
}

export interface DeviceStatus {
  id: string
  address: string
  /** What of it can't be read; empty while all can. */
  silent: { reason: SilenceReason; since: Micros; signals: number }[]
}

/** A rate from less than this says nothing: most of a young file is not what waits. */
const LEAST_HOURS = 0.25

/** What an edge's folder tells from outside, whether the edge runs or not. Null before its first start. */
export function edgeStatus(config: EdgeConfig): EdgeStatus | null {
  const path = outboxPath(config)
  const status = outboxStatus(path)
  if (!status) return null
  const limit = config.outbox.limit * 1024 * 1024
  const { oldest, alive, bytes, waiting, durable, epoch, setAside } = status
  const hours = oldest !== null && alive !== null ? (alive - oldest) / HOUR : 0
  return {
    outbox: path,
    collector: readKey(config.key!)?.collector ?? null,
    epoch,
    waiting,
    acknowledged: durable,
    bytes,
    limit,
    oldest,
    alive,
    lasts: waiting > 0 && hours > LEAST_HOURS ? ((limit - bytes) / bytes) * hours : null,
    setAside,
    devices: config.devices.map((device) => deviceStatus(device, status.silences)),
  }
}

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

const advice: Record<SilenceReason, string> = {
  unreachable: 'check its address and the network',
  timeout: 'it is there and does not answer',
  refused: 'a certificate or a user is not accepted; the log says which, and how to accept it',
  'node-missing': 'the log names what it has not got',
  'queue-overflow': 'it dropped values before they could be taken',
  'collector-stopped': 'the edge was not running',
  'outbox-full': 'the disk has no room',
  'set-aside': 'the centre refused it',
  removed: 'the configuration no longer has it',
}

export function statusText(status: EdgeStatus, now: Micros): string {
  const megabytes = (n: number) => `${(n / 1024 / 1024).toFixed(1)} MB`
  const when = (at: Micros | null) => (at === null ? 'never' : `${formatTime(at)}, ${ago(now - at)} ago`)
  return [
    `outbox        ${status.outbox}`,
    `collector     ${status.collector ?? 'not enrolled'}`,
    `epoch         ${status.epoch}`,
    `waiting       ${status.waiting} entries${status.waiting > 0 ? `, the oldest from ${when(status.oldest)}` : ''}`,
    `acknowledged  ${status.acknowledged}`,
    `disk          ${megabytes(status.bytes)} of ${megabytes(status.limit)}${status.lasts === null ? '' : `; at this rate it lasts ${Math.floor(status.lasts)} h`}`,
    `last active   ${when(status.alive)}`,
    ...(status.setAside > 0
      ? [`set aside     ${status.setAside} entries that the centre refused; "edge set-aside" lists them`]
      : []),
    ...status.devices.flatMap((device) => deviceLines(device, isRunning(status, now), when)),
  ].join('\n')
}

/** It writes down that it is alive every few seconds. */
const isRunning = ({ alive }: EdgeStatus, now: Micros): boolean => alive !== null && now - alive < MINUTE

function deviceLines(
  { id, address, silent }: DeviceStatus,
  running: boolean,
  when: (at: Micros) => string,
): string[] {
  const last = running ? 'answers' : 'answered when the edge last ran'
  if (silent.length === 0) return [`device        ${id} at ${address} ${last}`]
  return silent.map(
    ({ reason, since, signals }) =>
      `device        ${id} at ${address}: ${signals} signals ${reason} since ${when(since)}: ${advice[reason]}`,
  )
}

function ago(span: Micros): string {
  if (span < 2 * MINUTE) return `${Math.round(span / 1e6)} s`
  if (span < 2 * HOUR) return `${Math.round(span / MINUTE)} min`
  return `${Math.round(span / HOUR)} h`
}
