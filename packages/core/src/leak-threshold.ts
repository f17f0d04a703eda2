import { z } from 'zod'
import { betaBelow } from './beta.ts'

/** How sure a suspicion must be before it becomes a fault that somebody works on, where no one has said. */
export const USUAL_THRESHOLD = 0.5

const probability = z.number().min(0.2).max(0.95)

/** What a person sets for a zone. */
export const ThresholdLimits = z
  .object({
    /** The threshold never leaves these by itself. */
    least: probability,
    most: probability,
    /** Share of suspicions that shall turn out to be leaks. */
    wanted: z.number().min(0.1).max(0.95),
    /** The threshold that holds whatever is found; null lets it follow the outcomes. */
    fixed: probability.nullable(),
  })
  .refine(({ least, most }) => least <= most, { path: ['most'], message: 'least is above most' })
export type ThresholdLimits = z.infer<typeof ThresholdLimits>

/** Outcomes since the threshold was last changed: what was said under another one says little about this. */
export interface Outcomes {
  found: number
  notFound: number
}

/** So sure that too few, or enough, are right before the threshold moves. */
const SURE = 0.8
const STEP = 0.05
/** What is believed before anything was found out is worth this many outcomes. */
const PRIOR = 2

/** Share of suspicions that are leaks, as far as the outcomes tell: a beta distribution around what is wanted. */
export function precisionBelief({ found, notFound }: Outcomes, wanted: number) {
  const [a, b] = [PRIOR * wanted + found, PRIOR * (1 - wanted) + notFound]
  return { mean: a / (a + b), below: betaBelow(wanted, a, b) }
}

/**
 * The threshold after these outcomes. Too many false ones raise it by a step, as soon as it is surer than 0.8 that fewer
 * than wanted are right; enough right ones lower it, so that smaller leaks are looked for. Never out of the limits.
 */
export function nextThreshold(threshold: number, outcomes: Outcomes, limits: ThresholdLimits): number {
  if (limits.fixed !== null) return limits.fixed
  const within = (value: number) =>
    Math.round(Math.min(limits.most, Math.max(limits.least, value)) * 1000) / 1000
  if (outcomes.found + outcomes.notFound === 0) return within(threshold)
  const { below } = precisionBelief(outcomes, limits.wanted)
  if (below > SURE) return within(threshold + STEP)
  if (below < 1 - SURE) return within(threshold - STEP)
  return within(threshold)
}
