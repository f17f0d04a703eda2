import {
  AlarmRule,
  Asset,
  AssetClass,
  assetStates,
  bucketSteps,
  Geometry,
  Item,
  lampLooks,
  Role,
  Service,
  Unit,
  Visibility,
} from '@driftbild/core'
import { z } from 'zod'
import { AssetColumn, ColumnValue } from './asset-columns.ts'
import { Time } from './common.ts'

export const State = z.enum(assetStates)

export const LatestReading = z.object({
  time: Time,
  value: z.number().nullable(),
  reason: z.string().nullable(),
  quality: z.enum(['good', 'uncertain', 'bad']),
  /** The signal has been silent for longer than its reporting rule allows, or a silence is open. */
  stale: z.boolean(),
})

export type LatestReading = z.infer<typeof LatestReading>

export const SignalView = z.object({
  key: z.string(),
  role: Role,
  unit: Unit,
  kind: z.enum(['measure', 'counter', 'state', 'flag']),
  range: z.tuple([z.number(), z.number()]).nullable(),
  latest: LatestReading.nullable(),
  /** The limits of its alarm rules, so that a value can be shown beside them. */
  limits: z
    .array(
      z.object({
        condition: AlarmRule.shape.condition.exclude(['rising', 'falling']),
        ...AlarmRule.pick({ limit: true, priority: true }).shape,
      }),
    )
    .optional(),
})
export type SignalView = z.infer<typeof SignalView>

export const AssetSummary = z.object({
  tag: z.string(),
  class: AssetClass,
  service: Service,
  name: z.string(),
  zone: z.string().nullable(),
  state: State,
  /** Highest probability among its standing predictions. */
  prediction: z.number().nullable(),
  underWork: z.boolean(),
  position: z.tuple([z.number(), z.number()]),
  /** How full a container is, 0 to 1, where it says so. */
  fill: z.number().optional(),
  /** What a lamp does, where its cabinet says whether it is fed. */
  lamp: z.enum(lampLooks).optional(),
  /** Of the columns that were asked for, by their names. */
  more: z.partialRecord(AssetColumn, ColumnValue).optional(),
})
export type AssetSummary = z.infer<typeof AssetSummary>

export const AssetPage = z.object({
  ...Asset.shape,
  /** The past moment that state and readings are of; absent where they are the present's. */
  at: Time.optional(),
  service: Service,
  visibility: Visibility,
  geometry: Geometry,
  state: State,
  underWork: z.boolean(),
  item: Item.extend({ installed: Time }).nullable(),
  signals: z.array(SignalView),
})
export type AssetPage = z.infer<typeof AssetPage>

export const Step = z.enum(bucketSteps)

/** At most 2,000 points a signal; each bucket keeps its extremes, so that a spike is never lost. */
export const Series = z.object({
  key: z.string(),
  unit: Unit,
  from: Time,
  to: Time,
  /** `raw` where every reading fits, else the bucket's length; days and months are the municipality's. */
  resolution: z.enum(['raw', ...bucketSteps]),
  /** Unix seconds, as uPlot wants them. */
  time: z.array(z.number()),
  average: z.array(z.number().nullable()),
  minimum: z.array(z.number().nullable()),
  maximum: z.array(z.number().nullable()),
  last: z.array(z.number().nullable()),
  quality: z.array(z.enum(['good', 'uncertain', 'bad'])),
  /** The last value stood until the next point, or the end, without being reported again. */
  held: z.array(z.boolean()),
  /** Intervals without readings where there should have been some. */
  gaps: z.array(z.object({ from: Time, to: Time.nullable(), reason: z.string() })),
  /** What was there and is not kept any more, by whose decision; the series is made of what is left. */
  letGo: z.array(
    z.object({ what: z.enum(['reading', 'rollup_5m']), from: Time, to: Time, decision: z.string() }),
  ),
})
export type Series = z.infer<typeof Series>

/** A signal's buckets, also those without readings. Arithmetic over good readings only. */
export const Rollups = z.object({
  key: z.string(),
  unit: Unit,
  step: Step,
  buckets: z.array(
    z.object({
      from: Time,
      to: Time,
      average: z.number().nullable(),
      minimum: z.number().nullable(),
      maximum: z.number().nullable(),
      last: z.number().nullable(),
      /** Each value weighted by how long it stood. */
      timeWeighted: z.number().nullable(),
      /** How much of the bucket a good value stood, 0 to 1. */
      covered: z.number(),
      good: z.int(),
      uncertain: z.int(),
      bad: z.int(),
      /** Readings that the signal's reporting rule promised and that did not come. */
      missing: z.int(),
      /** What flowed, was used or fell: a rate's integral where good values stood, or what a counter counted. */
      amount: z.object({ value: z.number(), unit: Unit }).nullable(),
      /** How often a counter began anew; what it had counted until then since its last reading is not known. */
      resets: z.int(),
    }),
  ),
})
export type Rollups = z.infer<typeof Rollups>
