import { DAY } from '@driftbild/core'
import { randomOf } from '../random.ts'
import { pumpTag, stations } from '../sewer/stations.ts'
import { WORKS } from '../water/trunk.ts'
import type { Disturbance } from './disturbance.ts'
import type { Draw } from './draw.ts'

/**
 * What shakes a pump that has no other trouble, and a seal that lets water into its oil. It has chance of its own, so that
 * what else a seed brings stays what it was.
 */
export function drawPumpTroubles(
  { town, from, to, name }: Draw,
  seed: number,
  others: readonly Disturbance[],
): Disturbance[] {
  const random = randomOf(seed, `pump troubles of ${town.seed}`)
  const struck = new Set(others.map((d) => d.asset))
  const when = (low: number, high: number) => Math.round(from + (to - from) * random.between(low, high))
  const shaken = WORKS.pumps.find((pump) => !struck.has(pump))!
  const leaking = random.pick(
    stations.flatMap((station) => [1, 2].map((n) => pumpTag(station, n))).filter((tag) => !struck.has(tag)),
  )
  const how = random.pick(['imbalance', 'cavitation'] as const)
  const shakes = when(0.5, 0.7)
  // Plain by now, and some days from the limit.
  const growth = Math.max(2, (to - shakes) / DAY / Math.log(1 + random.between(2, 3.6) / 0.35))
  const leaks = when(0.4, 0.7)
  return [
    {
      ...{ id: name('shaking'), kind: 'shaking', asset: shaken, from: shakes, to: null, how },
      growth: Math.round(growth * 100) / 100,
    },
    {
      ...{ id: name('seal-leak'), kind: 'seal-leak', asset: leaking, from: leaks, to: null },
      perDay: Math.round((random.between(0.08, 0.17) / ((to - leaks) / DAY)) * 1e5) / 1e5,
    },
  ]
}
