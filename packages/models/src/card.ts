import { z } from 'zod'
import { meanSpread, PLAIN } from './common/statistics.ts'

const Words = z.object({ sv: z.string().min(1), en: z.string().min(1) })

/** One figure of a model beside its naive baseline's. */
export const CardScore = z.object({
  /** What it was measured on. */
  data: z.string(),
  simulated: z.boolean(),
  measure: z.string(),
  model: z.number(),
  baseline: z.number(),
  baselineName: z.string(),
  better: z.enum(['higher', 'lower']),
  /** Whether being worse here keeps the model switched off. */
  decides: z.boolean(),
  /** The model's figure in each history by itself, in the order of their seeds; null where one has nothing to measure by. */
  histories: z.array(z.number().nullable()).optional(),
})
export type CardScore = z.infer<typeof CardScore>

const Reliability = z.array(z.object({ said: z.number(), was: z.number(), count: z.int() }))

/** Of faults by one cause, on how many days which cause was named; `none` where the model named no cause. */
export const CauseNamed = z.object({ cause: z.string(), named: z.record(z.string(), z.int()) })
export type CauseNamed = z.infer<typeof CauseNamed>

/** What a model is for, what it can't do and how well it does, kept as JSON beside it; backtests write the scores. */
export const CardData = z.object({
  name: z.string(),
  purpose: Words,
  inputs: z.array(z.string()),
  limits: z.array(Words),
  scores: z.array(CardScore),
  /** What it said against what was, over the same histories as the simulated scores. */
  reliability: Reliability.default([]),
  /** Which causes it named, of faults that it found in the same histories. */
  causes: z.array(CauseNamed).default([]),
  /** Of a forecast: of which share it said that no more would come, against how often no more came, on open data held out. */
  onOpenData: z.array(z.object({ data: z.string(), reliability: Reliability })).default([]),
})
export type CardData = z.infer<typeof CardData>

/** Not worse than its baseline wherever that decides, better somewhere; unmeasured models are not good enough. */
export function beatsBaseline(scores: readonly CardScore[]): boolean {
  const deciding = scores.filter((s) => s.decides)
  return deciding.length > 0 && deciding.every((s) => gain(s) >= 0) && deciding.some((s) => gain(s) > 0)
}

/** How much better than the baseline, positive is better. */
const gain = (s: CardScore): number => (s.better === 'higher' ? s.model - s.baseline : s.baseline - s.model)

/**
 * Which of the models are switched on. A model worse than its baseline never is; of several for one task the
 * one that wins more of the deciding measures that both have, the earlier in the table when they draw. What chance
 * would do as well between the same histories is no win.
 */
export function activeNames(
  entries: readonly { name: string; task: string; scores: readonly CardScore[] }[],
): Set<string> {
  const active = new Set<string>()
  for (const rivals of Map.groupBy(entries, (e) => e.task).values()) {
    const good = rivals.filter((r) => beatsBaseline(r.scores))
    const best = good.reduce<(typeof good)[number] | null>(
      (a, b) => (a === null || wins(b, a) > wins(a, b) ? b : a),
      null,
    )
    if (best) active.add(best.name)
  }
  return active
}

function wins(one: { scores: readonly CardScore[] }, other: { scores: readonly CardScore[] }): number {
  return one.scores.filter((s) => {
    const same = other.scores.find((o) => o.data === s.data && o.measure === s.measure)
    return s.decides && same !== undefined && isBetter(s, same)
  }).length
}

function isBetter(a: CardScore, b: CardScore): boolean {
  const sign = a.better === 'higher' ? 1 : -1
  if (sign * (a.model - b.model) <= 0) return false
  const pairs = (a.histories ?? []).flatMap((own, i) => {
    const other = b.histories?.[i] ?? null
    return own === null || other === null ? [] : [sign * (own - other)]
  })
  const told = meanSpread(pairs)
  return told === null || told.mean > PLAIN * told.error
}

/** Of a figure that several histories gave, where it would lie for 8 of 10 sets of as many others; null without them. */
export function intervalOf({ model, histories = [] }: CardScore): [number, number] | null {
  const told = meanSpread(histories.filter((one) => one !== null))
  const off = told && EIGHT_OF_TEN * told.error
  return off === null ? null : [Math.max(0, model - off), model + off]
}
/** Of a normal distribution. */
const EIGHT_OF_TEN = 1.28
