import type { Prediction, ValveCondition } from '@driftbild/core'
import { listeningRoute } from '@driftbild/network'
import type { LeakSearch } from '../contract/index.ts'
import { shutOffOf } from '../network/shut-off.ts'
import type { Picture } from '../picture/picture.ts'
import { isolationPlan, namedPlace, withoutLines } from './isolation-plan.ts'

/** Places that a crew walks to at most: further down the list chance is as good. */
const MOST_STOPS = 12
/** So much of the suspicion is looked at, of what the model places at all. */
const ENOUGH = 0.9

/** Where to listen for a suspected leak and in which order, each place with its plan. Null where no pipe is suspected. */
export function leakSearch(
  picture: Picture,
  { id, prediction }: { id: string; prediction: Prediction },
  conditions: ReadonlyMap<string, { condition: ValveCondition }>,
): LeakSearch | null {
  const pipes = prediction.candidates
    .filter(({ asset }) => picture.assets.get(asset)?.asset.class === 'pipe')
    .toSorted((a, b) => b.probability - a.probability)
  const placed = pipes.reduce((sum, { probability }) => sum + probability, 0)
  if (pipes.length === 0 || prediction.kind !== 'leak') return null
  let share = 0
  const likely = pipes.slice(0, MOST_STOPS).filter(({ probability }) => {
    const isNeeded = share < ENOUGH * placed
    if (isNeeded) share += probability
    return isNeeded
  })
  const route = listeningRoute(
    likely.map(({ asset, probability }) => ({ pipe: asset, probability })),
    shutOffOf(picture).metres,
  )
  return {
    ...{ prediction: id, probability: prediction.probability, size: prediction.size, share },
    stops: route.map(({ pipe, probability, metres }) => ({
      ...namedPlace(picture, pipe),
      ...{ probability, metres },
      plan: withoutLines(
        isolationPlan(picture, {
          ...{ pipes: [pipe], way: 'least-area', conditions },
          // An order is read by everybody who works: what only some may see stays out of it.
          sees: ({ asset }) => asset.visibility !== 'restricted',
        }),
      ),
    })),
  }
}
