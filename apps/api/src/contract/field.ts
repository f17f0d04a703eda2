import { Document, FaultReport, RoundCommand, Stop } from '@driftbild/core'
import { z } from 'zod'
import { AssetPage } from './assets.ts'
import { Time } from './common.ts'
import { WorkOrderView } from './work.ts'

/** All that a crew's phone needs for a day without coverage, in one answer. */
export const FieldDay = z.object({
  /** Microseconds by the centre's clock: what the phone measures its own against. */
  now: z.int(),
  /** Local date of the municipality. */
  day: z.iso.date(),
  crew: z.string().nullable(),
  /** Everybody who has work assigned. */
  crews: z.array(z.string()),
  /** Of the crew: assigned or under way, for today or overdue; in the order that they were planned. */
  visits: z.array(
    z.object({
      order: WorkOrderView,
      /** Where to stand: the subject, or what meters it. */
      asset: AssetPage.nullable(),
    }),
  ),
  /** The crew's round of the day, as far as somebody has ordered it. */
  stops: z.array(Stop),
})
export type FieldDay = z.infer<typeof FieldDay>

export const RoundCommandsBody = z.object({
  /** The round's, which is the crew's. */
  name: z.string().min(1).max(200),
  commands: z.array(RoundCommand).max(500),
})

export const FaultReportBody = FaultReport
/** The fault that the report became evidence of. */
export const ReportedFault = z.object({ fault: z.uuid() })

/** Of a file that comes in pieces. */
export const BlobReceived = z.object({ received: z.int(), complete: z.boolean() })
export type BlobReceived = z.infer<typeof BlobReceived>

export const photoTypes = ['image/jpeg', 'image/png', 'image/webp'] as const

/** Notes a file that has come whole as a photo of an asset, and of the order that it was taken for. */
export const PhotoBody = Document.pick({ id: true, name: true, hash: true }).extend({
  mediaType: z.enum(photoTypes),
  asset: z.string().min(1),
  order: z.uuid().nullable(),
  /** Microseconds. */
  madeAt: z.int(),
})

export const DocumentView = Document.extend({ madeAt: Time.nullable(), addedAt: Time })
export type DocumentView = z.infer<typeof DocumentView>
