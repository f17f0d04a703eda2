import { z } from 'zod'
import { DraftView } from './asset-changes.ts'
import { LatestReading, State } from './assets.ts'
import { ExportView } from './exports.ts'
import { JobView } from './overview.ts'
import { AlarmView } from './work.ts'

/** Lists of which somebody who looks is told that they changed. */
export const ListName = z.enum([
  'alarms',
  'predictions',
  'faults',
  'work-orders',
  'collectors',
  'assets',
  'exports',
  'occasions',
])

/** Server-sent events of `/live`: the event's name is `type`, its data the rest. */
export const LiveEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('state'),
    tag: z.string(),
    state: State,
    prediction: z.number().nullable(),
    underWork: z.boolean(),
  }),
  z.object({ type: z.literal('reading'), key: z.string(), asset: z.string(), reading: LatestReading }),
  /** An alarm was raised that is still active and calls for a person; told once. */
  z.object({ type: z.literal('alarm'), alarm: AlarmView }),
  /** Something in a list changed: ask for it again. */
  z.object({
    type: z.literal('changed'),
    what: ListName,
  }),
  z.object({ type: z.literal('job'), job: JobView }),
  /** How far an export has come; only who ordered it is told. */
  z.object({ type: z.literal('export'), export: ExportView }),
  /** How far changes of the register have come; only whose they are is told. */
  z.object({ type: z.literal('draft'), draft: DraftView }),
])
export type LiveEvent = z.infer<typeof LiveEvent>
