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
  const shakes = when(0.35, 0.42)
  const growth = Math.round(random.between(2.5, 4) * 100) / 100
  // Somebody saw to it soon after it was too much: a town in which every pump is ill would teach to suspect all.
  const mended = shakes + Math.round((growth * Math.log(16) + random.between(1, 3)) * DAY)
  const leaks = when(0.4, 0.7)
  return [
    {
      ...{ id: name('shaking'), kind: 'shaking', asset: shaken, how, growth },
      ...{ from: shakes, to: mended },
    },
    {
      ...{ id: name('seal-leak'), kind: 'seal-leak', asset: leaking, from: leaks, to: null },
      perDay: Math.round((random.between(0.08, 0.17) / ((to - leaks) / DAY)) * 1e5) / 1e5,
    },
  ]
}
