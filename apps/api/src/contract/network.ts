import { AssetClass } from '@driftbild/core'
import { z } from 'zod'
import { AssetSummary } from './assets.ts'

const Place = z.tuple([z.number(), z.number()])

const Traced = z.object({
  /** How many of each class. */
  classes: z.partialRecord(AssetClass, z.int()),
  /** Of pipe. */
  metres: z.number(),
  /** What is no pipe and no junction, and what is not at rest, first; up to a number. */
  items: z.array(AssetSummary),
  lines: z.array(z.array(Place)),
  points: z.array(Place),
})

/** Where leaks may be, the likeliest first. */
export const SuspicionView = z.object({
  count: z.int(),
  items: z.array(AssetSummary.extend({ probability: z.number(), predictions: z.array(z.uuid()) })),
})
export type SuspicionView = z.infer<typeof SuspicionView>

/** What lies downstream or upstream of an asset. */
export const TraceView = z.object({
  way: z.enum(['downstream', 'upstream']),
  /** Fed through it and in no other way; upstream, what all that it gets comes through. */
  certain: Traced,
  /** What may be: the direction is not known there. */
  possible: Traced,
  /** Closed valves at which the trace ended. */
  closed: z.array(AssetSummary),
})
export type TraceView = z.infer<typeof TraceView>
