import { DAY, MINUTE, type Micros } from '@driftbild/core'
import { asset, registerOf, signal } from './register.ts'
import { randomFrom, series } from './series.ts'

export const PUMP_FROM = Date.parse('2025-09-01T04:00:00Z') * 1000

export const pumpRegister = registerOf({
  assets: [asset('VV1-P1', 'pump', { ratedFlow: 120, ratedHead: 45, ratedPower: 22 })],
  signals: [
    signal('VV1-P1', 'flow', 'm3/h'),
    signal('VV1-P1', 'suction-pressure', 'bar'),
    signal('VV1-P1', 'discharge-pressure', 'bar'),
    signal('VV1-P1', 'power', 'kW'),
    signal('VV1-P1', 'speed', '/min'),
    signal('VV1-P1', 'vibration', 'mm/s'),
    signal('VV1-P1', 'bearing-temperature', 'Cel'),
  ],
})

export interface PumpFaults {
  /** Share of the efficiency that is lost at a time. */
  worn?: (at: Micros) => number
  /** What the vibration is multiplied by at a time and flow, as a share of the best one. */
  shaken?: (at: Micros, ratio: number) => number
  /** °C that the bearing is warmer at a time. */
  warmed?: (at: Micros) => number
}

/**
 * A centrifugal pump that follows the day's demand by its speed: head n²·h(q/n), best efficiency 0.78 at rated
 * flow, vibration least there. Every quarter of an hour.
 */
export function pumpSeries(days: number, faults: PumpFaults = {}, seed = 1) {
  const random = randomFrom(seed)
  const noise = (share: number) => 1 + share * random.normal()
  const every = 15 * MINUTE
  const rows = new Map<Micros, Record<string, number>>()
  for (let at = PUMP_FROM; at < PUMP_FROM + days * DAY; at += every) {
    const hour = ((at - PUMP_FROM) / DAY) % 1
    const n = 0.85 + 0.12 * Math.sin(2 * Math.PI * hour) + 0.02 * random.normal()
    const q = n * (0.9 + 0.15 * Math.sin(2 * Math.PI * hour + 1) + 0.03 * random.normal())
    const ratio = q / n
    const head = n * n * (1.25 - 0.25 * ratio * ratio)
    const efficiency = (0.78 - 0.5 * (ratio - 1) ** 2) * (1 - (faults.worn?.(at) ?? 0))
    const hydraulic = (120 * q * 45 * head) / 367
    rows.set(at, {
      flow: 120 * q * noise(0.01),
      'suction-pressure': 1.2 * noise(0.01),
      'discharge-pressure': 1.2 + ((45 * head) / 10.1972) * noise(0.005),
      power: (hydraulic / efficiency) * noise(0.01),
      speed: 1480 * n,
      vibration: (1.6 + 4 * (ratio - 1) ** 2) * (faults.shaken?.(at, ratio) ?? 1) * noise(0.05),
      'bearing-temperature': 52 + 6 * n + random.normal() + (faults.warmed?.(at) ?? 0),
    })
  }
  const of = (role: string) =>
    series(PUMP_FROM, PUMP_FROM + days * DAY, (at) => rows.get(at)?.[role], { step: '5m', readings: 1 })
  return Object.fromEntries(
    pumpRegister.signals.map((s) => [
      s.key,
      of(s.role).map((r) => ({ ...r, minimum: r.average, maximum: r.average })),
    ]),
  )
}
