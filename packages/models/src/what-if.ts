import {
  counterStep,
  DAY,
  faultModes,
  type Micros,
  type Prediction,
  type Rollup,
  type RollupStep,
  rollupSteps,
} from '@driftbild/core'

/**
 * One way in which the days after a prediction may go. Copied days keep the hour of the day, but for an hour where a
 * change of the clocks lies between.
 */
export type Scenario = {
  code: 'as-lately' | 'as-before' | 'unchanged' | 'emptied'
  days: number
} & ({ copyFrom: Micros } | { hold: number | null })

const DAYS = 3
const WEEK = 7 * DAY
/** For what has not begun yet: days of a month ago. */
const MONTH = 28 * DAY
/** Nights that lie further apart begin and end at other hours. */
const SAME_NIGHTS = 2 * WEEK

/** What is asked of a prediction: what if it goes on as lately, and what if it were again as before it began? */
export function scenariosOf({ kind, asOf, when }: Pick<Prediction, 'kind' | 'asOf' | 'when'>): Scenario[] {
  // A level goes on from where it is: days copied from elsewhere would begin with a jump.
  if (kind === 'container-full') {
    return [
      { code: 'unchanged', days: 1, hold: null },
      { code: 'emptied', days: 1, hold: EMPTY },
    ]
  }
  const calm = when.from - (DAYS + 1) * DAY
  const before = when.from > asOf ? asOf - MONTH : asOf - Math.ceil((asOf - calm) / WEEK) * WEEK
  const isOfOtherNights = faultModes[kind].service === 'lighting' && asOf - before > SAME_NIGHTS
  return [
    { code: 'as-lately', days: DAYS, copyFrom: asOf - DAYS * DAY },
    ...(isOfOtherNights ? [] : [{ code: 'as-before' as const, days: DAYS, copyFrom: before }]),
  ]
}
const EMPTY = 0.03

/** Copied roll-ups as those of the days after `asOf`. */
export const moved = (rollups: readonly Rollup[], from: Micros, asOf: Micros): Rollup[] =>
  rollups.map((rollup) => ({ ...rollup, bucket: rollup.bucket - from + asOf }))

/**
 * Copied roll-ups of a counter, raised so that it goes on from what is known of it by as much as it counted then: one that
 * stepped back would have begun anew.
 */
export function risen(copied: readonly Rollup[], known: readonly Rollup[], modulus: number): Rollup[] {
  const standsAt = known.findLast((rollup) => rollup.last !== null)?.last
  if (standsAt == null) return [...copied]
  let before: number | null = null
  let raised = 0
  return copied.map((rollup) => {
    const { average, minimum, maximum, last, timeWeighted } = rollup
    if (last === null || minimum === null) return rollup
    raised +=
      before === null ? standsAt - minimum : before + counterStep(before, minimum, modulus).increase - minimum
    before = last
    const raise = (value: number | null) => (value === null ? null : value + raised)
    return {
      ...rollup,
      ...{ average: raise(average), minimum: raise(minimum), maximum: raise(maximum) },
      ...{ last: raise(last), timeWeighted: raise(timeWeighted) },
    }
  })
}

/** The days after `asOf` with one value all the time: `hold`, or the last that is known; nothing where none is. */
export function held(
  rollups: readonly Rollup[],
  asOf: Micros,
  days: number,
  step: RollupStep,
  hold: number | null,
): Rollup[] {
  const last = rollups.findLast((rollup) => rollup.average !== null)
  if (!last) return []
  const value = hold ?? last.average!
  const same = { average: value, minimum: value, maximum: value, last: value, timeWeighted: value }
  const length = rollupSteps[step]
  return Array.from({ length: Math.round((days * DAY) / length) }, (_, i) => ({
    ...last,
    ...same,
    bucket: asOf + i * length,
  }))
}
