import type { Micros, Reading } from '@driftbild/core'
import type { Decoded } from '@driftbild/devices'

export interface Times {
  /** Null where the device has no clock: the collector's own, at the reply, stands in and is marked. */
  source: Micros | null
  server: Micros | null
  received: Micros
}

export function toReading(decoded: Decoded, times: Times): Reading {
  const common = {
    sourceTime: times.source ?? times.received,
    serverTime: times.server,
    receivedTime: times.received,
    status: decoded.status,
    clock: times.source === null ? ('collector' as const) : ('device' as const),
  }
  return 'value' in decoded ? { ...common, value: decoded.value } : { ...common, reason: decoded.reason }
}
