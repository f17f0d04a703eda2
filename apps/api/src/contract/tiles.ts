import { AssetClass, lampLooks, Service } from '@driftbild/core'
import { z } from 'zod'
import { State } from './assets.ts'

/** Beside an earlier moment: its state got worse or better, or only what it measures differs. */
export const Change = z.enum(['worse', 'better', 'other'])
export type Change = z.infer<typeof Change>

/**
 * Properties of the features in `tiles/{z}/{x}/{y}.mvt`. A vector tile has no null: what is absent is left out.
 * The query `classes=pump,valve` leaves only these classes, in clusters too; without it all are in.
 */

/** Layer `assets`, one asset. */
export const AssetFeature = z.object({
  tag: z.string(),
  class: AssetClass,
  service: Service,
  state: State,
  /** Highest probability of its standing predictions. */
  prediction: z.number().optional(),
  underWork: z.boolean(),
  /** How full a container is, in twentieths of 0 to 1. */
  fill: z.number().optional(),
  lamp: z.enum(lampLooks).optional(),
  change: Change.optional(),
})
export type AssetFeature = z.infer<typeof AssetFeature>

/** Layer `assets`, several assets too near to each other: how many, the worst state, and how many of each. */
export const ClusterFeature = z.object({
  cluster: z.literal(true),
  count: z.int(),
  state: State,
  critical: z.int(),
  high: z.int(),
  low: z.int(),
  /** Named so because `prediction` is a probability. */
  predicted: z.int(),
  stale: z.int(),
  information: z.int(),
  normal: z.int(),
  /** The worst of what became of them since the earlier moment. */
  change: Change.optional(),
})
export type ClusterFeature = z.infer<typeof ClusterFeature>

/** Layer `network`, lines. */
export const NetworkFeature = z.object({
  tag: z.string(),
  class: AssetClass,
  service: Service,
  /** mm */
  diameter: z.number().optional(),
  state: State,
  /** Water flows as the line is drawn (1), or against it (-1); absent where nobody knows. */
  flow: z.union([z.literal(1), z.literal(-1)]).optional(),
  /** It follows from a meter or a pump, not from the network alone. */
  measured: z.literal(true).optional(),
  /** That it leaks, in twentieths of 0 to 1; now only. */
  suspicion: z.number().optional(),
  change: Change.optional(),
})
export type NetworkFeature = z.infer<typeof NetworkFeature>

/** Layer `zone`, the border of a zone as a line. */
export const ZoneFeature = z.object({ tag: z.string(), name: z.string(), service: Service })
export type ZoneFeature = z.infer<typeof ZoneFeature>
