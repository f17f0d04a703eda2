import { AssetClass } from '@driftbild/core'
import { z } from 'zod'
import { AssetSummary } from './assets.ts'
import { Time } from './common.ts'

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

/** A pipe, a source or a customer by which water came, or comes. */
export const TravelPart = z.object({
  asset: z.string(),
  name: z.string(),
  /** Of all the water that was asked about; ahead, of the water there. */
  share: z.number(),
  hours: z.object({ from: z.number(), likely: z.number(), to: z.number() }),
})
export type TravelPart = z.infer<typeof TravelPart>

/** Where the water at an asset was before, and who gets it next. */
export const TravelView = z.object({
  at: Time,
  /** How flows were told: solved by EPANET, or shared out along the shortest ways. */
  basis: z.enum(['hydraulics', 'shortest-ways']),
  /** Zones whose inflow was measured then. */
  metered: z.array(z.string()),
  back: z.object({
    pipes: z.array(TravelPart),
    /** With the street of one that has no name of its own. */
    sources: z.array(TravelPart.extend({ street: z.string().nullable() })),
  }),
  ahead: z.object({
    pipes: z.array(TravelPart),
    customers: z.array(TravelPart.extend({ customers: z.int(), sensitive: z.string().nullable() })),
  }),
})
export type TravelView = z.infer<typeof TravelView>
