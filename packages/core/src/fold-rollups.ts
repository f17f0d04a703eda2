import { counterStep } from './counter.ts'
import { missingBetween, missingWithin } from './missing.ts'
import { mergeRollups, type Rollup, type StoredRollup } from './rollup.ts'
import type { ReportingRule, SignalKind } from './signal.ts'
import type { Micros } from './time.ts'

/** What one bucket of any length says of a signal; also of one without a reading, in which some may be missing. */
export interface FoldedRollup extends Omit<Rollup, 'bucket'> {
  from: Micros
  to: Micros
  /** Microseconds in which a good value stood: the weight of `timeWeighted`. */
  covered: number
  /** Readings that the signal owed. */
  missing: number
  /** What a counter counted since its last good reading before; null of other kinds, and without a good one. */
  counted: { increase: number; resets: number } | null
}

export interface FoldRules {
  kind: SignalKind
  reporting: ReportingRule
  /** The present: what was not due by then is not missing. */
  now: Micros
}

/**
 * Stored roll-ups of one signal, in order, joined into the buckets between `bounds`. Those outside say what was
 * before and after. What a counter counted belongs to the bucket of the reading that told it: nothing is lost or
 * counted twice between buckets, and a long silence is not spread over them by guess.
 */
export function foldRollups(
  parts: readonly StoredRollup[],
  bounds: readonly Micros[],
  rules: FoldRules,
): FoldedRollup[] {
  const counted = countedOf(parts, rules.kind)
  const owed = missingOf(parts, bounds, rules)
  let next = parts.findIndex(({ bucket }) => bucket >= bounds[0]!)
  if (next === -1) next = parts.length
  return bounds.slice(1).map((to, i) => {
    const begin = next
    while (next < parts.length && parts[next]!.bucket < to) next++
    const own = parts.slice(begin, next)
    return {
      from: bounds[i]!,
      to,
      ...mergeRollups(own),
      missing: owed[i]! + own.reduce((sum, part) => sum + part.missing, 0),
      counted: addUp(counted.slice(begin, next)),
    }
  })
}

type Counted = FoldedRollup['counted']

/** For each part, what was counted from the good reading before it to its own last one. */
function countedOf(parts: readonly StoredRollup[], kind: SignalKind): Counted[] {
  if (kind.type !== 'counter') return parts.map(() => null)
  let before: number | null = null
  return parts.map(({ counted, last }) => {
    if (!counted) return null
    const step = before === null ? null : counterStep(before, counted.first, kind.modulus)
    before = last
    return {
      increase: counted.increase + (step?.increase ?? 0),
      resets: counted.resets + (step?.reset ? 1 : 0),
    }
  })
}

const addUp = (parts: readonly Counted[]): Counted =>
  parts.reduce(
    (sum, part) =>
      part && sum
        ? { increase: sum.increase + part.increase, resets: sum.resets + part.resets }
        : (part ?? sum),
    null,
  )

/** Readings owed between the parts, and after the last of them, by the bucket in which they were due. */
function missingOf(
  parts: readonly StoredRollup[],
  bounds: readonly Micros[],
  { reporting, now }: FoldRules,
): number[] {
  const owed = bounds.slice(1).map(() => 0)
  let bucket = 0
  for (const [i, { lastTime }] of parts.entries()) {
    const after = parts[i + 1]?.firstTime ?? now
    if (missingBetween(lastTime, after, reporting) === 0) continue
    while (bucket < owed.length && bounds[bucket + 1]! <= lastTime) bucket++
    for (let at = bucket; at < owed.length && bounds[at]! < after; at++) {
      owed[at]! += missingWithin({ from: bounds[at]!, to: bounds[at + 1]! }, lastTime, after, reporting)
    }
  }
  return owed
}
