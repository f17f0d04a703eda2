import { orderFields, Service, Subject } from '@driftbild/core'
import { z } from 'zod'
import { Time } from './common.ts'
import { AlarmView, PredictionView } from './work.ts'

/** Something that needs a person now, whatever it is. */
export const AttentionItem = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('alarm'), alarm: AlarmView }),
  /** An open order whose planned time has passed. */
  z.object({
    kind: z.literal('order'),
    id: z.uuid(),
    number: z.int(),
    title: z.string(),
    subject: Subject,
    subjectName: z.string(),
    service: Service,
    priority: orderFields.priority,
    assignee: z.string().nullable(),
    plannedFor: Time,
  }),
  /** What should report and doesn't, by the place it stands at. */
  z.object({
    kind: z.literal('silence'),
    name: z.string(),
    /** One of the assets, to begin with. */
    asset: z.string(),
    service: Service,
    assets: z.int(),
    signals: z.int(),
    /** Since the first of them was last heard; null where none ever was. */
    since: Time.nullable(),
    /** What fell silent with the one thing that all of them report through; empty where a place is silent by itself. */
    together: z.array(z.object({ tag: z.string(), name: z.string() })),
  }),
  z.object({ kind: z.literal('prediction'), prediction: PredictionView }),
])
export type AttentionItem = z.infer<typeof AttentionItem>

export const AttentionList = z.object({
  /** In the order in which they need somebody. */
  items: z.array(AttentionItem),
  /** How many there are, shown or not. */
  count: z.int(),
  /** How many of them are more than advice. */
  calling: z.int(),
})
export type AttentionList = z.infer<typeof AttentionList>
