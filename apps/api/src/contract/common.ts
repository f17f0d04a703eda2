import { z } from 'zod'

/** RFC 3339 in UTC with microseconds; every time that crosses the HTTP API has this form. */
export const Time = z.string()

export const page = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    /** Hand it back as `cursor` for the next page; null at the end. */
    next: z.string().nullable(),
  })

/** RFC 9457. `code` is what the web translates; `context` holds the sentence's numbers and names. */
export const ProblemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  ref: z.string().optional(),
  context: z.record(z.string(), z.unknown()).optional(),
})
export type ProblemBody = z.infer<typeof ProblemBody>
