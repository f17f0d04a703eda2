import { DAY, HOUR } from '@driftbild/core'
import { isPipe } from '@driftbild/network'
import { randomOf } from '../random.ts'
import type { Disturbance } from './disturbance.ts'
import type { Draw } from './draw.ts'

/** mm of a pipe that hydrants stand at. */
const WIDE_ENOUGH = 100

/**
 * Hydrants that are opened: pipes are flushed by day, and once there is a fire. Drawn from chance of their own, so that
 * the rest of a scenario is what it was.
 */
export function drawHydrants({ town, from, to, name }: Draw, seed: number): Disturbance[] {
  const random = randomOf(seed, `hydrants of ${town.seed}`)
  const { network, pipes } = town.plan.water
  const wide = network.links.filter(isPipe).filter((pipe) => {
    const isOpen = pipe.status === 'open' && pipe.diameter >= WIDE_ENOUGH
    return isOpen && pipes.get(pipe.id)?.district != null
  })
  const day = (low: number, high: number) =>
    Math.floor((from + (to - from) * random.between(low, high)) / DAY) * DAY
  const open = (why: 'flushing' | 'fire', at: number, hours: number, size: number): Disturbance => {
    const pipe = random.pick(wide)
    const begin = Math.round(at)
    return {
      ...{ id: name('hydrant-open'), kind: 'hydrant-open', why, asset: pipe.id, junction: pipe.to },
      ...{ zone: pipes.get(pipe.id)!.district!.tag, size: Math.round(size) },
      ...{ from: begin, to: begin + Math.round(hours * HOUR) },
    }
  }
  return [
    open('flushing', day(0.3, 0.55) + 8 * HOUR, 0.75, random.between(15, 25)),
    open('flushing', day(0.6, 0.95) + 10 * HOUR, 0.5, random.between(15, 25)),
    // At night, when it looks most like a leak.
    open(
      'fire',
      day(0.35, 0.9) + random.between(0, 3) * HOUR,
      random.between(1, 2.5),
      random.between(20, 35),
    ),
  ]
}
