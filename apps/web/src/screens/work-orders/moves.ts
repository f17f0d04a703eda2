import { nextStates, type OrderState, type Right } from '@driftbild/core'

/** What each step along an order's way asks of a person before it is taken. */
export type Ask = 'nothing' | 'assignee' | 'outcome'

export interface Move {
  to: OrderState
  /** What the step is called: the way back has other words than the way forward. */
  name: MoveName
  ask: Ask
  /** Forward is what one normally does next; the others stand back. */
  forward: boolean
}

export type MoveName = OrderState | 'take-back' | 'pause' | 'reopen'

const backwards: Partial<Record<`${OrderState} ${OrderState}`, MoveName>> = {
  'assigned approved': 'take-back',
  'in-progress assigned': 'pause',
  'done in-progress': 'reopen',
  'not-found in-progress': 'reopen',
}

const forwardFrom: Partial<Record<OrderState, OrderState>> = {
  draft: 'approved',
  approved: 'assigned',
  assigned: 'in-progress',
  'in-progress': 'done',
}

const rightFor: Record<OrderState, Right> = {
  draft: 'approve-order',
  approved: 'approve-order',
  assigned: 'approve-order',
  'in-progress': 'do-order',
  done: 'do-order',
  'not-found': 'do-order',
  cancelled: 'approve-order',
}

/** Whose work it is may put it aside. */
const rightTo = (to: OrderState, from: OrderState): Right =>
  from === 'in-progress' && to === 'assigned' ? 'do-order' : rightFor[to]

/** The steps that may be taken from a state by somebody with these rights, the ordinary one first. */
export function movesFrom(state: OrderState, may: (right: Right) => boolean): Move[] {
  return nextStates[state]
    .filter((to) => may(rightTo(to, state)))
    .map((to) => ({
      to,
      name: backwards[`${state} ${to}`] ?? to,
      ask:
        to === 'assigned' && state !== 'in-progress'
          ? ('assignee' as const)
          : to === 'done' || to === 'not-found'
            ? ('outcome' as const)
            : ('nothing' as const),
      forward: forwardFrom[state] === to,
    }))
    .toSorted((a, b) => Number(b.forward) - Number(a.forward))
}
