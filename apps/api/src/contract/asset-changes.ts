import {
  AssetClass,
  AssetField,
  BulkEdit,
  changeSources,
  Geometry,
  RowProblem,
  SurveyedPlace,
} from '@driftbild/core'
import { z } from 'zod'
import { Time } from './common.ts'
import { AssetSelection } from './exports.ts'

/** A field with both its sides, as it was or will be written. */
export const FieldChangeView = z.object({ field: AssetField, before: z.unknown(), after: z.unknown() })
export type FieldChangeView = z.infer<typeof FieldChangeView>

/** An edit says from which values it starts: what somebody else changed meanwhile is not overwritten. */
export const AssetEditBody = z.object({
  reason: z.string().trim().min(1).max(500),
  fields: z.array(FieldChangeView).min(1).max(60),
  /** What follows it, in the same set: all of it is made, or none. */
  also: z
    .array(z.object({ tag: z.string(), fields: z.array(FieldChangeView).min(1).max(60) }))
    .max(100)
    .default([]),
})
export type AssetEditBody = z.input<typeof AssetEditBody>

/** What is joined to an asset's place and moves with it. */
export const JoinedAssetView = z.object({
  tag: z.string(),
  name: z.string(),
  class: AssetClass,
  geometry: Geometry,
  surveyed: SurveyedPlace.nullable(),
  /** Metres in the register; null where it has none. */
  length: z.number().nullable(),
  /** Which of its points stand there. */
  points: z.array(z.int()).min(1),
})
export type JoinedAssetView = z.infer<typeof JoinedAssetView>

export const AssetEdited = z.object({ set: z.uuid() })

/** One entry of an asset's history. */
export const AssetChangeView = z.object({
  set: z.uuid(),
  at: Time,
  by: z.string(),
  source: z.enum(changeSources),
  reason: z.string(),
  kind: z.enum(['added', 'changed', 'removed']),
  fields: z.array(FieldChangeView),
})
export type AssetChangeView = z.infer<typeof AssetChangeView>

export const ChangeSetView = z.object({
  id: z.uuid(),
  at: Time,
  by: z.string(),
  source: z.enum(changeSources),
  reason: z.string(),
  detail: z.record(z.string(), z.string()),
  undoes: z.uuid().nullable(),
  undoneBy: z.uuid().nullable(),
  state: z.enum(['open', 'done', 'stopped']),
  assets: z.int(),
})
export type ChangeSetView = z.infer<typeof ChangeSetView>

export const rowOutcomes = ['new', 'changed', 'removed', 'same', 'refused'] as const
export const RowOutcome = z.enum(rowOutcomes)
export type RowOutcome = z.infer<typeof RowOutcome>

/** What would happen to one asset, before it does. */
export const DraftRow = z.object({
  /** A file's row or feature; of the register the tag. */
  ref: z.string(),
  tag: z.string(),
  name: z.string().nullable(),
  class: AssetClass.nullable(),
  outcome: RowOutcome,
  fields: z.array(FieldChangeView),
  problems: z.array(RowProblem),
})
export type DraftRow = z.infer<typeof DraftRow>

export const DraftBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bulk'), selection: AssetSelection, edit: BulkEdit }),
  /** `overwrite` also puts back what was changed again later. */
  z.object({ kind: z.literal('undo'), set: z.uuid(), overwrite: z.boolean() }),
])
export type DraftBody = z.infer<typeof DraftBody>

export const DraftApplyBody = z.object({ reason: z.string().trim().min(1).max(500) })

/** Changes that are worked out and shown before anything happens; gone some hours later. */
export const DraftView = z.object({
  id: z.uuid(),
  kind: z.enum(['bulk', 'undo', 'import']),
  state: z.enum(['planning', 'ready', 'applying', 'done', 'failed', 'cancelled']),
  /** 0…1 of what it is doing. */
  done: z.number(),
  secondsLeft: z.number().nullable(),
  counts: z.record(RowOutcome, z.int()),
  /** Changes that no longer fitted when they were made. */
  late: z.int(),
  detail: z.record(z.string(), z.string()),
  /** Whether a model file is kept with it, which may say other things even where the register says the same. */
  keepsModel: z.boolean(),
  /** Once it is made: the set it became. */
  set: z.uuid().nullable(),
})
export type DraftView = z.infer<typeof DraftView>
