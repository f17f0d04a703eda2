/**
 * Of a modulus at most so much may have been counted between two readings for a step back to be a wrap: a counter
 * is made so that it lasts long between two of them, and one that was far from its end has not reached it.
 */
export const WRAP_SHARE = 0.1

export interface CounterStep {
  /** What was counted between the two readings, in the counter's unit. */
  increase: number
  /** It began anew, by itself or because it was replaced: what it counted until then is unknown, and counts 0. */
  reset: boolean
}

/** What a counter that wraps at `modulus` counted from one reading to the next. */
export function counterStep(before: number, after: number, modulus: number): CounterStep {
  if (after >= before) return { increase: after - before, reset: false }
  const wrapped = modulus - before + after
  return wrapped >= 0 && wrapped <= modulus * WRAP_SHARE
    ? { increase: wrapped, reset: false }
    : { increase: 0, reset: true }
}
