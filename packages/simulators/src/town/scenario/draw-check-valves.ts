import { DAY, HOUR } from '@driftbild/core'
import { randomOf } from '../random.ts'
import { pumpTag, stations } from '../sewer/stations.ts'
import { WORKS } from '../water/trunk.ts'
import { type Disturbance, ofKind } from './disturbance.ts'
import type { Draw } from './draw.ts'

/**
 * Check valves that let water back: two where sewage is pumped, in stations without rags, and one at the waterworks. It has
 * chance of its own, so that what else a seed brings stays what it was.
 */
export function drawCheckValves(
  { town, from, to, name }: Draw,
  seed: number,
  others: readonly Disturbance[],
): Disturbance[] {
  const random = randomOf(seed, `check valves of ${town.seed}`)
  const ragged = new Set(ofKind(others, 'clogging').map((d) => d.asset))
  const free = stations.filter((station) => ![1, 2].some((n) => ragged.has(pumpTag(station, n))))
  const [before, now] = random.shuffled(free).map((station) => pumpTag(station, random.whole(1, 2)))
  const when = (low: number, high: number) =>
    Math.round((from + (to - from) * random.between(low, high)) / HOUR) * HOUR
  const leaking = (asset: string, at: number, days: number | null, most: number): Disturbance => ({
    ...{ id: name('check-valve'), kind: 'check-valve', asset, from: at },
    to: days === null ? null : at + Math.round(days * 24) * HOUR,
    opening: Math.round(random.between(0.3 * most, most) * 1000) / 1000,
    // A thing that stuck under the flap, or a seat that wears.
    openedAt: random.chance(0.7) ? null : at + Math.round(random.between(4, 8) * DAY),
  })
  return [
    leaking(before!, when(0.35, 0.5), random.between(9, 15), SEWER),
    leaking(now!, when(0.78, 0.88), null, SEWER),
    leaking(
      random.pick(WORKS.pumps),
      when(0.45, 0.75),
      random.chance(0.5) ? null : random.between(9, 15),
      WATER,
    ),
  ]
}

/** Of the pump's rated flow, the most that a flap lets back: something thick sticks in sewage. */
const SEWER = 0.4
const WATER = 0.25
