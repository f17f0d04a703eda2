import { Micros, OverflowCause, OverflowDecision, OverflowDetected } from '@driftbild/core'
import { z } from 'zod'
import { Time } from './common.ts'

export const OverflowView = z.object({
  id: z.uuid(),
  station: z.string(),
  stationName: z.string(),
  /** What the readings say; null where a person told of what no sensor saw. */
  detected: OverflowDetected.nullable(),
  /** What holds: the newest decision, or what was detected. */
  holds: z.object({
    isOverflow: z.boolean(),
    began: Micros,
    ended: Micros.nullable(),
    volume: OverflowDecision.shape.volume,
    volumeSource: OverflowDecision.shape.volumeSource,
    cause: OverflowCause,
    decided: z.boolean(),
  }),
  /** Every decision, the newest first. */
  history: z.array(z.object({ decision: OverflowDecision, at: Time, by: z.string() })),
})
export type OverflowView = z.infer<typeof OverflowView>

export const OverflowList = z.object({ year: z.int(), items: z.array(OverflowView) })
export type OverflowList = z.infer<typeof OverflowList>

export const OverflowReport = z.object({ id: z.uuid(), station: z.string(), decision: OverflowDecision })
export type OverflowReport = z.infer<typeof OverflowReport>

export const OverflowExportBody = z.object({
  year: z.int().min(2000).max(2200),
  /** A row for each overflow, or for each point with its number and sums. */
  rows: z.enum(['overflows', 'points']).default('overflows'),
  format: z.enum(['xlsx', 'csv']),
  language: z.enum(['sv', 'en']),
})
export type OverflowExportBody = z.input<typeof OverflowExportBody>

/** Inflow and infiltration of what drains to a station; flows in m³/h, areas in m². */
export const SewerInflowView = z.object({
  station: z.string(),
  stationName: z.string(),
  figures: z
    .object({
      days: z.int(),
      dryMean: z.number(),
      nightMin: z.number(),
      groundwater: z.number(),
      groundwaterShare: z.number(),
      /** Of a dry day's mean, what households are taken to use in the stillest hours. */
      nightUse: z.number(),
      area: z.number(),
      quickShare: z.number().nullable(),
      catchment: z.number().nullable(),
      share: z.number().nullable(),
      rainShare: z.number(),
      capacity: z.number(),
      capacityFrom: z.enum(['meter', 'drawdown', 'plate']),
      rainMeasured: z.boolean(),
    })
    .nullable(),
  months: z.array(
    z.object({
      month: z.string(),
      days: z.int(),
      total: z.number(),
      dry: z.number(),
      beyond: z.number(),
      night: z.number(),
      rain: z.number().nullable(),
    }),
  ),
  /** The last days by the hour; Unix seconds. */
  hours: z.object({ time: z.array(z.number()), values: z.array(z.number().nullable()) }),
  expected: z
    .object({
      time: z.array(z.number()),
      low: z.array(z.number()),
      mid: z.array(z.number()),
      high: z.array(z.number()),
    })
    .nullable(),
})
export type SewerInflowView = z.infer<typeof SewerInflowView>

const Levels = z.object({ start: z.number(), stop: z.number() })
const Effect = z.object({
  startsPerDay: z.number(),
  kwhPerDay: z.number(),
  /** Minutes. */
  retention: z.number(),
  minutesToOverflow: z.number(),
  hoursOverCapacity: z.number(),
})
export const LevelProposalBody = z.object({
  now: Levels,
  proposed: Levels,
  before: Effect,
  after: Effect,
  busier: z.number(),
  alternate: z.boolean(),
  days: z.int(),
})

export const LevelProposalView = z.object({
  /** Null where the present levels are as good, or too little is known. */
  proposal: LevelProposalBody.nullable(),
  judgements: z.array(
    z.object({
      agree: z.boolean(),
      reason: z.string(),
      order: z.uuid().nullable(),
      at: Time,
      by: z.string(),
      proposal: LevelProposalBody,
    }),
  ),
})
export type LevelProposalView = z.infer<typeof LevelProposalView>

export const LevelJudgementBody = z.object({
  agree: z.boolean(),
  reason: z.string().trim().min(1).max(1000),
  /** The levels that the person saw; a proposal that has changed meanwhile is refused. */
  proposed: Levels,
})
export type LevelJudgementBody = z.infer<typeof LevelJudgementBody>
