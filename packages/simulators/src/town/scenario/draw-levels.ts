import { HOUR } from '@driftbild/core'
import { BASIN } from '../levels/basin.ts'
import { GAUGE } from '../levels/watercourse.ts'
import { randomOf } from '../random.ts'
import type { Disturbance } from './disturbance.ts'
import type { Draw } from './draw.ts'

/**
 * What moves levels: production that stops, for long or only for a while, and a river that floods or only swells. It has
 * chance of its own, so that what else a seed brings stays what it was.
 */
export function drawLevels({ town, from, to, name }: Draw, seed: number): Disturbance[] {
  const random = randomOf(seed, `levels of ${town.seed}`)
  const when = (low: number, high: number) =>
    Math.round((from + (to - from) * random.between(low, high)) / HOUR) * HOUR
  const stop = (at: number, hours: number, share: number): Disturbance => ({
    ...{ id: name('production-stop'), kind: 'production-stop', asset: BASIN.tag },
    ...{ from: at, to: at + Math.round(hours * 60) * 60e6, share: Math.round(share * 100) / 100 },
  })
  const flood = (at: number, rise: number, fall: number, peak: number): Disturbance => ({
    ...{ id: name('river-flood'), kind: 'river-flood', asset: GAUGE.tag, from: at },
    ...{ crest: at + Math.round(rise) * HOUR, to: at + Math.round(rise + fall) * HOUR },
    peak: Math.round(peak * 100) / 100,
  })
  return [
    stop(when(0.28, 0.42), random.between(7, 11), random.between(0.8, 1)),
    stop(when(0.45, 0.6), random.between(1.5, 3.5), random.between(0.5, 1)),
    stop(when(0.62, 0.74), random.between(1.5, 3.5), random.between(0.5, 1)),
    stop(when(0.76, 0.9), random.between(7, 11), random.between(0.8, 1)),
    flood(when(0.26, 0.4), random.between(16, 34), random.between(40, 80), random.between(0.2, 0.45)),
    flood(when(0.5, 0.62), random.between(14, 30), random.between(50, 90), random.between(1.1, 1.7)),
    flood(when(0.75, 0.9), random.between(14, 34), random.between(50, 90), random.between(0.3, 1.5)),
  ]
}
