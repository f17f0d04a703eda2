import type { Prediction, ValveCondition } from '@driftbild/core'
import { listeningRoute } from '@driftbild/network'
import type { IsolationPlan, LeakSearch } from '../contract/index.ts'
import { shutOffOf } from '../network/shut-off.ts'
import type { Picture } from '../picture/picture.ts'
import { isolationPlan, namedPlace, withoutLines } from './isolation-plan.ts'

type Conditions = ReadonlyMap<string, { condition: ValveCondition }>

/** Places that a crew walks to at most: further down the list chance is as good. */
const MOST_STOPS = 12
/** So much of the suspicion is looked at, of what the model places at all. */
const ENOUGH = 0.9

/** Where to listen for a suspected leak and in which order, each place with its plan. Null where no pipe is suspected. */
export function leakSearch(
  picture: Picture,
  { id, prediction }: { id: string; prediction: Prediction },
  conditions: Conditions,
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
      ...{ probability, metres, plan: planOf(picture, pipe, conditions) },
    })),
  }
}

/** The same for a leak that somebody saw: one place, and nothing to search for. Null for what is no pipe. */
export function seenLeak(picture: Picture, tag: string, conditions: Conditions): LeakSearch | null {
  if (picture.assets.get(tag)?.asset.class !== 'pipe') return null
  const stop = { probability: 1, metres: null, plan: planOf(picture, tag, conditions) }
  return {
    ...{ prediction: null, probability: 1, size: null, share: 1 },
    stops: [{ ...namedPlace(picture, tag), ...stop }],
  }
}

/** The plan that an order takes along. It is read by everybody who works: what only some may see stays out of it. */
export const planOf = (picture: Picture, pipe: string, conditions: Conditions): IsolationPlan =>
  withoutLines(
    isolationPlan(picture, {
      ...{ pipes: [pipe], way: 'least-area', conditions },
      sees: ({ asset }) => asset.visibility !== 'restricted',
    }),
  )
