import { z } from 'zod'

/** What people come together for. What one kind did is looked up for the next of it. */
export const occasionKinds = ['market', 'match', 'concert', 'festivity', 'other'] as const
export const OccasionKind = z.enum(occasionKinds)
export type OccasionKind = z.infer<typeof OccasionKind>

/** Containers that one occasion fills, at most. */
export const MOST_BINS = 500

/** Days on which more than usual, or less, is thrown into some containers, as a person states it. */
export const Occasion = z
  .object({
    kind: OccasionKind,
    name: z.string().trim().min(1).max(120),
    /** Local dates, both included. */
    from: z.iso.date(),
    to: z.iso.date(),
    /** Tags of the containers that it fills. */
    bins: z.array(z.string().min(1)).min(1).max(MOST_BINS),
    /** Where it is held, when the containers were chosen by that: WGS 84, and m around it. */
    place: z
      .object({
        longitude: z.number().min(-180).max(180),
        latitude: z.number().min(-90).max(90),
        radius: z.number().positive().max(5_000),
      })
      .nullable(),
    /** How many times a usual day's amount is expected; null where nobody knows. */
    expected: z.number().min(0.1).max(20).nullable(),
  })
  .refine(({ from, to }) => to >= from, { path: ['to'], message: 'it ends before it begins' })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= 62 * 86_400_000, {
    path: ['to'],
    message: 'what lasts longer than two months is no occasion',
  })
export type Occasion = z.infer<typeof Occasion>
