import { DAY, MINUTE, type Micros, type Rollup } from '@driftbild/core'
import { asset, registerOf, signal } from './register.ts'
import { randomFrom } from './series.ts'

export const FROM = Date.parse('2025-09-01T04:00:00Z') * 1000
export const SUMP = { area: 8, start: 1.2, stop: 0.5 }
export const CAPACITY = [60, 52]

type Columns = Record<string, number>

export interface Struck {
  /** What runs back through pump 1's check valve while pump 2 runs, of what that lifts by itself; it then lifts half as much more. */
  back?: (at: Micros) => number
  /** m³/h that runs back while both rest. */
  drains?: (at: Micros) => number
  /** Water in the oil of pump 1. */
  oil?: (at: Micros) => number
}

/** A sump that two pumps empty in turn, minute by minute; `share` is what pump 1 still lifts at a time. */
export function station(
  days: number,
  share: (at: Micros) => number,
  { back = () => 0, drains = () => 0, oil = () => 0.006 }: Struck = {},
): Record<string, Rollup[]> {
  const random = randomFrom(4)
  const out: Record<string, Rollup[]> = {}
  const hours = [0, 0]
  const starts = [0, 0]
  let [level, running, lead] = [0.8, -1, 0]
  for (let at = FROM; at < FROM + days * DAY; at += 5 * MINUTE) {
    const seen: Columns[] = []
    for (let k = 0; k < 50; k++) {
      const inflow = 16 + 9 * Math.sin((2 * Math.PI * (at - FROM)) / DAY) + random.normal()
      const lifted =
        running < 0 ? -drains(at) : CAPACITY[running]! * (running === 0 ? share(at) : 1 - back(at) / 2)
      level += (inflow - lifted) / SUMP.area / 600
      if (running >= 0) hours[running]! += 1 / 600
      if (running >= 0 && level <= SUMP.stop) running = -1
      else if (running < 0 && level >= SUMP.start) {
        running = lead
        starts[lead]!++
        lead = 1 - lead
      }
      const current = (p: number) =>
        running === p ? 10 * (p === 0 ? 2 - share(at) : 1 + 0.15 * back(at)) : 0
      seen.push({
        'APS1/level': level,
        'APS1-P1/run-hours': hours[0]!,
        'APS1-P2/run-hours': hours[1]!,
        'APS1-P1/starts': starts[0]!,
        'APS1-P2/starts': starts[1]!,
        'APS1-P1/current': current(0),
        'APS1-P2/current': current(1),
        'APS1-P2/flow': running === 1 ? CAPACITY[1]! * (1 + back(at) / 2) : 0,
        'APS1-P1/seal-moisture': oil(at) + 0.001 * random.normal(),
      })
    }
    for (const key of Object.keys(seen[0]!)) {
      const values = seen.map((s) => s[key]!)
      const average = values.reduce((a, b) => a + b, 0) / values.length
      const bounds = { minimum: Math.min(...values), maximum: Math.max(...values), last: values.at(-1)! }
      const counts = { timeWeighted: average, good: values.length, uncertain: 0, bad: 0 }
      const column = out[key] ?? []
      column.push({ bucket: at, average, ...bounds, ...counts })
      out[key] = column
    }
  }
  return out
}

export const stationRegister = {
  ...registerOf({
    assets: [
      asset('APS1', 'wastewater-pumping-station', {
        sumpArea: SUMP.area,
        startLevel: SUMP.start,
        stopLevel: SUMP.stop,
        overflowLevel: 2,
      }),
      ...['APS1-P1', 'APS1-P2'].map((t) => asset(t, 'wastewater-pump', { ratedFlow: 60, ratedPower: 5 })),
    ],
    signals: [
      signal('APS1', 'level', 'm'),
      ...['APS1-P1', 'APS1-P2'].flatMap((t) => [signal(t, 'run-hours', 'h'), signal(t, 'starts', '1')]),
      signal('APS1-P1', 'current', 'A'),
    ],
  }),
  relations: ['APS1-P1', 'APS1-P2'].map((to) => ({ from: 'APS1', to, type: 'contains' as const })),
}
