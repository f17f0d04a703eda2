import type { Position } from '@driftbild/core'
import {
  mayRemove,
  placeBehind,
  pointsOf,
  type Shape,
  withAdded,
  withMoved,
  withRemoved,
} from '../../map/shape.ts'
import { type PlaceMethod, stepped } from './coordinates.ts'

interface Step {
  shape: Shape
  /** Null where the shape is as it was found. */
  by: PlaceMethod | null
  chosen: number
}

/** A geometry that is being changed, and every step on the way there, so that each can be taken back. */
export interface PlaceDraft {
  steps: readonly [Step, ...Step[]]
  chosen: number
}

export type PlaceAction =
  | { do: 'choose'; index: number }
  | { do: 'move'; index: number; to: Position; by: PlaceMethod }
  /** Metres along the axes of SWEREF 99 TM. */
  | { do: 'step'; east: number; north: number }
  | { do: 'add'; behind: number; at?: Position }
  | { do: 'remove'; index: number }
  | { do: 'back' }

export const draftOf = (shape: Shape): PlaceDraft => ({
  steps: [{ shape, by: null, chosen: 0 }],
  chosen: 0,
})

export const shapeNow = ({ steps }: PlaceDraft): Shape => steps.at(-1)!.shape

export const isMoved = ({ steps }: PlaceDraft): boolean => steps.length > 1

/** By typed coordinates only where nothing was drawn. */
export const methodOf = ({ steps }: PlaceDraft): PlaceMethod =>
  steps.some(({ by }) => by === 'map') ? 'map' : 'typed'

export function placeDraft(draft: PlaceDraft, action: PlaceAction): PlaceDraft {
  const shape = shapeNow(draft)
  const last = pointsOf(shape).length - 1
  const step = (next: Shape, by: PlaceMethod, chosen: number): PlaceDraft => ({
    steps: [...draft.steps, { shape: next, by, chosen }],
    chosen,
  })
  switch (action.do) {
    case 'choose':
      return { ...draft, chosen: Math.min(Math.max(action.index, 0), last) }
    case 'move':
      return step(withMoved(shape, action.index, action.to), action.by, action.index)
    case 'step': {
      const to = stepped(pointsOf(shape)[draft.chosen]!, action.east, action.north)
      return step(withMoved(shape, draft.chosen, to), 'map', draft.chosen)
    }
    case 'add': {
      const at = action.at ?? placeBehind(shape, action.behind)
      return at ? step(withAdded(shape, action.behind, at), 'map', action.behind + 1) : draft
    }
    case 'remove':
      return mayRemove(shape, action.index)
        ? step(withRemoved(shape, action.index), 'map', Math.max(action.index - 1, 0))
        : draft
    case 'back': {
      const [first, ...rest] = draft.steps
      const steps: PlaceDraft['steps'] = [first, ...rest.slice(0, -1)]
      return { steps, chosen: steps.at(-1)!.chosen }
    }
  }
}
