import { outboxStatus } from '@driftbild/collectors/status'
import { formatTime, HOUR, MINUTE, type Micros } from '@driftbild/core'
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
  /** Hours until the outbox is full if nothing leaves it; null when nothing waits. */
  lasts: number | null
}

/** What an edge's folder tells from outside, whether the edge runs or not. Null before its first start. */
export function edgeStatus(config: EdgeConfig): EdgeStatus | null {
  const path = outboxPath(config)
  const status = outboxStatus(path)
  if (!status) return null
  const limit = config.outbox.limit * 1024 * 1024
  const { oldest, alive, bytes, waiting, durable, epoch } = status
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
    lasts: waiting > 0 && hours > 0 ? ((limit - bytes) / bytes) * hours : null,
  }
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
  ].join('\n')
}

function ago(span: Micros): string {
  if (span < 2 * MINUTE) return `${Math.round(span / 1e6)} s`
  if (span < 2 * HOUR) return `${Math.round(span / MINUTE)} min`
  return `${Math.round(span / HOUR)} h`
}
