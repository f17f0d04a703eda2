import { Document, FaultReport, FieldFileKind, fieldFileTypes, RoundCommand, Stop } from '@driftbild/core'
import { z } from 'zod'
import { AssetPage } from './assets.ts'
import { Time } from './common.ts'
import { LeakSearchView } from './leaks.ts'
import { WorkOrderView } from './work.ts'

export const DocumentView = Document.extend({ madeAt: Time.nullable(), addedAt: Time })
export type DocumentView = z.infer<typeof DocumentView>

/** All that a crew's phone needs for a day without coverage, in one answer. */
export const FieldDay = z.object({
  /** Microseconds by the centre's clock: what the phone measures its own against. */
  now: z.int(),
  /** Local date of the municipality. */
  day: z.iso.date(),
  crew: z.string().nullable(),
  /** Everybody who has work assigned, and every round of the day. */
  crews: z.array(z.string()),
  /** Of these, whose round of the day the asker is to drive. */
  own: z.array(z.string()),
  /** Of the crew: assigned or under way, for today or overdue, as they were planned; then what was ended today. */
  visits: z.array(
    z.object({
      order: WorkOrderView,
      /** Where to listen and what to close, for an order about a leak. */
      search: LeakSearchView.nullable(),
      /** Where to stand: the subject, or what meters it. */
      asset: AssetPage.nullable(),
      /** Of the asset: what a phone should take along. */
      documents: z.array(DocumentView),
    }),
  ),
  /** The crew's round of the day, as far as somebody has ordered it. */
  stops: z.array(Stop),
  /** Of the stops: where there is no order, what must be known of the place. */
  places: z.array(AssetPage),
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

/**
 * Notes a file that has come whole as what a crew made at an asset, and for which order. A signature's name is its
 * signer's.
 */
export const FieldFileBody = Document.pick({ id: true, name: true, hash: true, mediaType: true })
  .extend({
    kind: FieldFileKind,
    asset: z.string().min(1),
    order: z.uuid().nullable(),
    /** Microseconds. */
    madeAt: z.int(),
  })
  .refine(({ kind, mediaType }) => fieldFileTypes[kind].some((type) => type === mediaType), {
    path: ['mediaType'],
  })
