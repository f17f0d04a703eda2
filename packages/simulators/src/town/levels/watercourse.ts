import { DAY, HOUR, type Micros } from '@driftbild/core'
import { yearShare } from '../clock.ts'
import { driftAt, mix } from '../random.ts'
import { ofKind, type Scenario } from '../scenario/disturbance.ts'
import type { Weather } from '../weather.ts'

/** m above the gauge's zero: low water, and where the banks are no longer enough. */
export const GAUGE = { tag: 'PG1', usual: 0.6, high: 1.5, veryHigh: 2 }

/** Hours after which rain on the hills arrives most, and m that a millimetre lifts the river by in all. */
const DELAY = 9
const RISE = 0.32
const REMEMBERED = 5 * 24

/** Level of the river at the gauge: the season's, what rain brings, and floods that come from far up. */
export function watercourseOf(seed: number, weather: Weather, scenario: Scenario): (at: Micros) => number {
  const stream = mix(seed, 0x51f3)
  const floods = ofKind(scenario, 'river-flood')
  const rain = new Map<number, number>()
  /** mm in an hour. */
  const fallen = (hour: number): number => {
    let mm = rain.get(hour)
    if (mm === undefined) {
      const steps = weather.rainOfDay(Math.floor(hour / 24))
      const first = (hour - Math.floor(hour / 24) * 24) * 12
      mm = steps ? steps.subarray(first, first + 12).reduce((a, b) => a + b, 0) / 12 : 0
      rain.set(hour, mm)
    }
    return mm
  }
  const known = new Map<number, number>()
  const fromRain = (hour: number): number => {
    let rise = known.get(hour)
    if (rise === undefined) {
      rise = 0
      for (let ago = 1; ago < REMEMBERED; ago++)
        rise += fallen(hour - ago) * RISE * (ago / DELAY ** 2) * Math.exp(-ago / DELAY)
      known.set(hour, rise)
    }
    return rise
  }
  return (at) => {
    const hour = Math.floor(at / HOUR)
    const share = at / HOUR - hour
    const spring = 0.55 * Math.exp(-(((yearShare(Math.floor(at / DAY)) - 0.38) / 0.045) ** 2))
    const wander = 0.05 * driftAt(stream, at / (3 * DAY))
    const flooded = floods.reduce((sum, flood) => sum + flood.peak * swell(flood, at), 0)
    return GAUGE.usual + spring + wander + fromRain(hour) * (1 - share) + fromRain(hour + 1) * share + flooded
  }
}

/** Up to one at the crest, smoothly, and down again more slowly. */
function swell({ from, crest, to }: { from: Micros; crest: Micros; to: Micros }, at: Micros): number {
  if (at <= from || at >= to) return 0
  const x = at < crest ? (at - from) / (crest - from) : (to - at) / (to - crest)
  return at < crest ? x * x * (3 - 2 * x) : x ** 1.6
}
