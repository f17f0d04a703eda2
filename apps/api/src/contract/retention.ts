import { z } from 'zod'
import { Time } from './common.ts'

const InWords = z.object({ sv: z.string(), en: z.string() })
/** Null is for ever. */
const Years = z.int().min(1).max(200).nullable()

/** A municipality's decision on a class of signals. The coarse is kept at least as long as the fine; hours for ever. */
export const RetentionBody = z
  .object({
    readingYears: Years,
    fiveMinuteYears: Years,
    /** The document that it was decided by. */
    decision: z.string().trim().min(1).max(400),
  })
  .superRefine(({ readingYears, fiveMinuteYears }, ctx) => {
    if (fiveMinuteYears === null) return
    if (readingYears !== null && fiveMinuteYears >= readingYears) return
    ctx.addIssue({
      code: 'custom',
      path: ['fiveMinuteYears'],
      message: 'five-minute roll-ups are kept at least as long as the readings that they are computed of',
    })
  })

export const RetentionSetting = z.object({
  readingYears: Years,
  fiveMinuteYears: Years,
  decision: z.string(),
  /** A person's opaque id. */
  setBy: z.string(),
  setAt: Time,
})

export const RetentionView = z.object({
  class: z.string(),
  /** Why it may have to be kept, or may not. How long is the municipality's own decision. */
  reason: InWords,
  sources: z.array(z.object({ title: z.string(), number: z.string() })),
  signals: z.int(),
  /** Null where nothing was decided: then everything is kept. */
  setting: RetentionSetting.nullable(),
})
export type RetentionView = z.infer<typeof RetentionView>

/** What a setting would let go of: some weeks of it, the oldest first. Nothing is changed by asking. */
export const RetentionPreview = z.object({
  /** What lies before it would go. */
  before: Time,
  readings: z.int(),
  /** Those of them that lie in an archive: only these would go now. */
  archived: z.int(),
  /** About what they take on the disk. */
  bytes: z.int(),
  signals: z.array(z.object({ key: z.string(), readings: z.int() })),
  /** Hand it back as `from` for what comes after; null at the end. */
  next: Time.nullable(),
})
export type RetentionPreview = z.infer<typeof RetentionPreview>

/** A stretch that is not there because it was let go of, and not because it is missing. */
export const LetGoView = z.object({
  what: z.enum(['reading', 'rollup_5m']),
  from: Time,
  to: Time,
  at: Time,
  by: z.string(),
  decision: z.string(),
  file: z.string().nullable(),
})
export type LetGoView = z.infer<typeof LetGoView>
