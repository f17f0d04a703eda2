import type { Micros, Reading } from '@driftbild/core'
import type { Taken } from '../driver.ts'

export const T0: Micros = Date.UTC(2026, 0, 10, 6) * 1000

export function aReading(seconds: number, value: number, status = 0): Reading {
  const sourceTime = T0 + Math.round(seconds * 1e6)
  return { sourceTime, serverTime: null, receivedTime: sourceTime + 1000, status, clock: 'device', value }
}

export const taken = (key: string, reading: Reading, kind: Taken['kind'] = 'measure'): Taken => ({
  key,
  unit: 'bar',
  kind,
  reading,
})
