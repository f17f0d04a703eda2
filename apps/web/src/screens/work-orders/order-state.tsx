import type { OrderState } from '@driftbild/core'

/** Quarters of a disc for how far an order has come; grey, because work is not a state of the town. */
const progress: Record<OrderState, number> = {
  draft: 0,
  approved: 0.25,
  assigned: 0.5,
  'in-progress': 0.75,
  done: 1,
  'not-found': 1,
  cancelled: 0,
}

export function OrderStateMark({ state }: { state: OrderState }) {
  const around = 2 * Math.PI * 4
  return (
    <svg className="order-mark" width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
      <circle
        cx="11"
        cy="11"
        r="9"
        fill="none"
        stroke="var(--edge)"
        strokeWidth="1.5"
        strokeDasharray={state === 'draft' || state === 'cancelled' ? '3 2.65' : undefined}
      />
      <circle
        cx="11"
        cy="11"
        r="4"
        fill="none"
        stroke="var(--strong)"
        strokeWidth="8"
        strokeDasharray={`${progress[state] * around} ${around}`}
        transform="rotate(-90 11 11)"
      />
      {state === 'done' && (
        <path d="M7 11.3 10 14l5-6" fill="none" stroke="var(--on-strong)" strokeWidth="1.8" />
      )}
      {(state === 'not-found' || state === 'cancelled') && (
        <path
          d="M7.5 7.5l7 7M14.5 7.5l-7 7"
          fill="none"
          stroke={state === 'cancelled' ? 'var(--edge)' : 'var(--on-strong)'}
          strokeWidth="1.8"
        />
      )}
    </svg>
  )
}
