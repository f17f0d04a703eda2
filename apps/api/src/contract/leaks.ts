import { flowSources, SavingInput, Sentence, ThresholdLimits, ValveCondition } from '@driftbild/core'
import { z } from 'zod'
import { Time } from './common.ts'

const Position = z.tuple([z.number(), z.number()])
const Standing = z.object({ tag: z.string(), name: z.string(), position: Position })

/** Meant to be without water, or without it though nobody meant it. */
const Part = z.enum(['within', 'behind'])

export const isolationWays = ['least-area', 'fewest-valves'] as const

/** Which valves to close for a pipe, and what is without water then. */
export const IsolationPlan = z.object({
  pipes: z.array(z.string()),
  way: z.enum(isolationWays),
  /** False where the water comes in without a valve to count on between. */
  possible: z.boolean(),
  /** The nearest first; metres along the pipes. */
  close: z.array(
    Standing.extend({
      metres: z.number(),
      /** What to close in all where this one can't be; null where nothing else helps, absent of the farther ones of many. */
      instead: z
        .object({ close: z.array(z.string()), customers: z.int() })
        .nullable()
        .optional(),
    }),
  ),
  /** Valves that would have made it smaller, and what is known of them. */
  passed: z.array(Standing.extend({ condition: ValveCondition.nullable() })),
  /** Closed valves that would give back the water of what lies behind. */
  feeds: z.array(Standing),
  /** Tags, in the order in which they are opened again: the one that was closed last first. */
  reopen: z.array(z.string()),
  metres: z.object({ within: z.number(), behind: z.number() }),
  customers: z.object({ within: z.int(), behind: z.int() }),
  /** Sensitive ones first, then the largest. */
  connections: z.array(Standing.extend({ customers: z.int(), sensitive: z.string().nullable(), part: Part })),
  hydrants: z.array(Standing.extend({ part: Part })),
})
export type IsolationPlan = z.infer<typeof IsolationPlan>

export const IsolationView = IsolationPlan.extend({
  lines: z.object({
    /** The pipes that were asked about, whole. */
    asked: z.array(z.array(Position)),
    within: z.array(z.array(Position)),
    behind: z.array(z.array(Position)),
  }),
})
export type IsolationView = z.infer<typeof IsolationView>

/** What a crew takes along to find a suspected leak: where to listen in which order, and which valves to close there. */
export const LeakSearch = z.object({
  prediction: z.uuid().nullable(),
  probability: z.number(),
  size: z.object({ value: z.number(), low: z.number(), high: z.number(), unit: z.string() }).nullable(),
  /** Share of the suspicion that the stops hold. */
  share: z.number(),
  stops: z.array(
    Standing.extend({
      probability: z.number(),
      /** Metres along the pipes from the stop before; null where none lead there. */
      metres: z.number().nullable(),
      plan: IsolationPlan,
    }),
  ),
})
export type LeakSearch = z.infer<typeof LeakSearch>

export const LeakSearchView = LeakSearch.extend({ madeAt: Time })
export type LeakSearchView = z.infer<typeof LeakSearchView>

export const ValveConditionBody = z.object({
  condition: ValveCondition,
  note: z.string().trim().max(2_000),
})

const SaidOfValve = z.object({ condition: ValveCondition, note: z.string(), by: z.string(), at: Time })
/** What people said of a valve, the newest first. */
export const ValveHistory = z.array(SaidOfValve)
export type ValveHistory = z.infer<typeof ValveHistory>

/** What came out of one suspicion. */
export const LeakOutcome = z.object({
  /** Its place among the candidates, 1 for the likeliest; null where it was none of them. */
  rank: z.int().nullable(),
  candidates: z.int(),
  /** Metres from the likeliest candidate to where it was: along the pipes, straight where only a place was said. */
  metresOff: z.number().nullable(),
  flow: z.object({ value: z.number(), from: z.enum(flowSources) }).nullable(),
  saved: z
    .object({
      /** m³ and SEK. */
      volume: z.number(),
      cost: z.number(),
      /** What it was reckoned with: m³/h, days, SEK a m³, and who stated them. */
      assumed: z.record(SavingInput, z.object({ value: z.number(), source: z.string().nullable() })),
      began: Time,
    })
    .nullable(),
})
export type LeakOutcome = z.infer<typeof LeakOutcome>

export const LeakOutcomeRow = LeakOutcome.extend({
  order: z.uuid(),
  number: z.int(),
  prediction: z.uuid(),
  at: Time,
  probability: z.number(),
  found: z.boolean(),
})
export type LeakOutcomeRow = z.infer<typeof LeakOutcomeRow>

/** How a zone's suspicions did, and how sure the next ones must be. */
export const LeakRecord = z.object({
  /** With what leaks are looked for, and what would show more; null where no model has looked yet. */
  lookedFor: Sentence.nullable(),
  /** Nights that its usual one is known from, how many it takes until anything is said, and the first; null as above. */
  learning: z.object({ nights: z.int(), needed: z.int(), since: z.iso.date().nullable() }).nullable(),
  outcomes: z.array(LeakOutcomeRow),
  years: z.array(
    z.object({
      year: z.int(),
      found: z.int(),
      notFound: z.int(),
      /** m³ and SEK. */
      volume: z.number(),
      cost: z.number(),
    }),
  ),
  /** What a saving is reckoned with here; `source` is null where nobody stated the zone's own. */
  inputs: z.array(
    z.object({ input: SavingInput, unit: z.string(), value: z.number(), source: z.string().nullable() }),
  ),
  threshold: z.object({
    value: z.number(),
    /** Null until a person set them: then nothing moves by itself. */
    limits: ThresholdLimits.nullable(),
    /** Outcomes since the last change, and the share of right ones that is believed. */
    since: z.object({ found: z.int(), notFound: z.int(), precision: z.number().nullable() }),
    history: z.array(
      z.object({
        value: z.number(),
        limits: ThresholdLimits,
        why: z.enum(['set', 'outcome']),
        by: z.string().nullable(),
        at: Time,
      }),
    ),
  }),
})
export type LeakRecord = z.infer<typeof LeakRecord>

/** Limits, and the threshold to begin with. */
export const ThresholdBody = z.object({ threshold: z.number().min(0.2).max(0.95), limits: ThresholdLimits })
export type ThresholdBody = z.infer<typeof ThresholdBody>
