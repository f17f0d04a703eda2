import { Assessment, orderFields } from '@driftbild/core'
import { z } from 'zod'
import { Time } from './common.ts'
import { AssetSelection } from './exports.ts'
import { WorkOrderView } from './work.ts'

/** More than a crew inspects in a month. */
export const MOST_INSPECTIONS = 200

/** Somebody is to look at each of these assets; with an assignee the orders are approved and given out at once. */
export const InspectionsBody = z.object({
  selection: AssetSelection,
  /** What to look at beside the check list. */
  note: orderFields.note,
  priority: orderFields.priority,
  assignee: z.string().trim().min(1).max(200).nullable(),
  plannedFor: orderFields.plannedFor,
})
export type InspectionsBody = z.infer<typeof InspectionsBody>

export const PlannedInspections = z.object({
  planned: z.array(WorkOrderView),
  /** Open inspections that these assets had already; they are as they were. */
  standing: z.array(WorkOrderView),
})
export type PlannedInspections = z.infer<typeof PlannedInspections>

export const AssessmentView = Assessment.omit({ at: true, by: true }).extend({
  at: Time,
  /** A person's name. */
  by: z.string(),
})
export type AssessmentView = z.infer<typeof AssessmentView>
