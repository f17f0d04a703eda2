import { Kommunkod } from '@driftbild/core'
import { z } from 'zod'
import { Time } from './common.ts'

/** What an edge shows once to become a collector. */
export const EnrolBody = z.object({
  code: z.string().min(1).max(40),
  name: z.string().min(1).max(80).optional(),
})

/** The key is told this once; the centre keeps its hash only. */
export const Enrolled = z.object({
  municipality: Kommunkod,
  collector: z.uuid(),
  name: z.string(),
  key: z.string(),
})
export type Enrolled = z.infer<typeof Enrolled>

export const NewEnrolmentBody = z.object({ name: z.string().trim().min(1).max(80) })

/** A code that a person carries to the edge; good once, until it expires. */
export const NewEnrolment = z.object({ code: z.string(), expires: Time })
export type NewEnrolment = z.infer<typeof NewEnrolment>

/** The newest sequence that is durable, of each epoch of a collector. */
export const Ledger = z.object({ epochs: z.record(z.uuid(), z.int()) })
export type Ledger = z.infer<typeof Ledger>
