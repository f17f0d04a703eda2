import { sameSubject } from '@driftbild/core'
import type { PredictionCase } from '@driftbild/store'

/** In what a past case resembles the one that is asked about, the nearest first. */
export type Likeness = 'same-place' | 'same-zone' | 'same-class' | 'same-kind'
const likenesses: readonly Likeness[] = ['same-place', 'same-zone', 'same-class', 'same-kind']

/** Where a subject stands and what it is, as far as the register knows. */
export interface Standing {
  zone: string | null
  class: string | null
}

export interface SimilarCase {
  case: PredictionCase
  likeness: Likeness
}

/** What a judged case is worth against one that nobody judged, in steps of likeness. */
const JUDGED = 1.5

/**
 * Past predictions of the same model and kind that resemble one, the most telling first: nearness of the place, then how
 * alike they were sized and how sure. Those that somebody judged go before those that only ended.
 */
export function similarCases(
  asked: PredictionCase,
  past: readonly PredictionCase[],
  standingOf: (one: PredictionCase) => Standing,
  most: number,
): SimilarCase[] {
  const own = standingOf(asked)
  const likenessOf = (one: PredictionCase): Likeness => {
    if (sameSubject(one.subject, asked.subject)) return 'same-place'
    const other = standingOf(one)
    if (own.zone !== null && own.zone === other.zone) return 'same-zone'
    return own.class !== null && own.class === other.class ? 'same-class' : 'same-kind'
  }
  return past
    .filter((one) => one.id !== asked.id && one.kind === asked.kind && (one.judged || !one.standing))
    .map((one) => {
      const likeness = likenessOf(one)
      const apart =
        likenesses.indexOf(likeness) + Math.abs(one.probability - asked.probability) + sizeApart(one, asked)
      return { case: one, likeness, apart: apart - (one.judged ? JUDGED : 0) }
    })
    .toSorted((a, b) => a.apart - b.apart || b.case.asOf - a.case.asOf)
    .slice(0, most)
    .map(({ case: one, likeness }) => ({ case: one, likeness }))
}

/** 0 for equal sizes, 0.5 where one is twice the other. */
function sizeApart({ size: a }: PredictionCase, { size: b }: PredictionCase): number {
  if (!a || !b || a.unit !== b.unit || a.value <= 0 || b.value <= 0) return 0
  return Math.min(1, 0.5 * Math.abs(Math.log2(a.value / b.value)))
}
