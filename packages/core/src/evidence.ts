import { z } from 'zod'
import { Micros } from './time.ts'

/** A sentence's key and its numbers. The words are the web's; nothing below it writes to a person. */
export const Sentence = z.object({
  code: z.string().min(1),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
})
export type Sentence = z.infer<typeof Sentence>

/** One reason behind a prediction, heaviest first: a sentence, and the chart that shows it. */
export const Evidence = z.object({
  /** Share of the whole, 0…1; 0 is no reason but how it was looked for. */
  weight: z.number().min(0).max(1),
  sentence: Sentence,
  /** What to plot: the signal over a window, with what was or is expected where the model knows it, in its unit. */
  chart: z
    .object({
      signal: z.string(),
      from: Micros,
      to: Micros,
      /** Beyond it lies what the prediction is about. */
      limit: z.object({ value: z.number(), side: z.enum(['above', 'below']) }).optional(),
      expected: z
        .object({
          time: z.array(Micros),
          low: z.array(z.number()),
          mid: z.array(z.number()),
          high: z.array(z.number()),
        })
        .nullable(),
    })
    .nullable(),
})
export type Evidence = z.infer<typeof Evidence>
