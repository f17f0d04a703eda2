import { Role, Unit } from '@driftbild/core'
import { z } from 'zod'
import { AssetSummary, State } from './assets.ts'
import { Time } from './common.ts'
import { Change } from './tiles.ts'
import { WorkOrderView } from './work.ts'

/** The stretch of time that can be looked at, and what happened in it. */
export const Timeline = z.object({
  /** When the first signal was first heard; null while none was. */
  from: Time.nullable(),
  /** The present, by the data's clock. */
  to: Time,
  /** Seconds between two moments that can be looked at. */
  step: z.number(),
  /** Equally long parts of the stretch that was asked for, with the alarms that were raised in each. */
  parts: z.array(z.object({ from: Time, critical: z.int(), high: z.int(), low: z.int() })),
})
export type Timeline = z.infer<typeof Timeline>

/** An order as it stood at a past moment. */
export const OrderThenView = WorkOrderView.pick({
  ...{ id: true, number: true, kind: true, title: true, state: true, assignee: true, priority: true },
  ...{ subject: true, subjectName: true, service: true },
})
export type OrderThenView = z.infer<typeof OrderThenView>

/** What was not at rest at a past moment. */
export const MomentView = z.object({
  at: Time,
  states: z.partialRecord(State, z.int()),
  /** The worst first, up to a number; `states` counts them all. */
  items: z.array(AssetSummary),
  /** Those that stood open, drafts too: the newest, and how many there were. */
  orders: z.object({ count: z.int(), items: z.array(OrderThenView) }),
})
export type MomentView = z.infer<typeof MomentView>

const ValueThen = z.object({ time: Time, value: z.number().nullable() }).nullable()

/** What differs between two moments. */
export const ChangesView = z.object({
  since: Time,
  at: Time,
  counts: z.object({ worse: z.int(), better: z.int(), other: z.int() }),
  /** What got worse first, up to a number; `counts` counts them all. */
  items: z.array(
    AssetSummary.extend({
      change: Change,
      before: State,
      /** Values that moved by more than they do all the time, the most first. */
      values: z.array(
        z.object({ key: z.string(), role: Role, unit: Unit, before: ValueThen, after: ValueThen }),
      ),
    }),
  ),
})
export type ChangesView = z.infer<typeof ChangesView>
