import { useHere } from '../../frame/here.tsx'
import type { Field, FieldState } from '../../offline/field.ts'
import { type SeenStop, seenRound, turned } from '../../offline/seen-round.ts'

export interface SeenRound {
  stops: SeenStop[]
  /** Still to be done, in their order; what is left out keeps its place among them. */
  open: SeenStop[]
  ended: SeenStop[]
  /** What comes next, past what is left out. */
  next: SeenStop | undefined
  /** Moves one of the open ones. */
  move: (from: number, to: number) => Promise<void>
}

/** The crew's round of the day, with what this phone knows; its day must have been taken along. */
export function useRound(field: Field, state: FieldState): SeenRound {
  const { user } = useHere()
  const { day } = state.day!
  const stops = seenRound(day, state, user.id)
  const open = stops.filter((stop) => stop.state !== 'done')
  return {
    stops,
    open,
    ended: stops.filter((stop) => stop.state === 'done'),
    next: open.find((stop) => stop.state === 'open'),
    move: (from, to) => {
      const order = [...open]
      const [moved] = order.splice(from, 1)
      if (moved) order.splice(to, 0, moved)
      return field.changeRound(day.day, day.crew!, { type: 'reorder', stops: turned(order) })
    },
  }
}
