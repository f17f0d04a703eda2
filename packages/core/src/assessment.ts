import { z } from 'zod'
import { Micros } from './time.ts'

export const grades = [1, 2, 3, 4, 5] as const
export const Grade = z.int().min(1).max(5)

/**
 * How good an asset is, by somebody's judgement at one time; its condition is the newest of them. Grades as in
 * the International Infrastructure Management Manual: 1 very good, 2 good, 3 fair, 4 poor, 5 very poor.
 */
export const Assessment = z.object({
  /** Tag. */
  asset: z.string().min(1),
  at: Micros,
  grade: Grade,
  /** What it rests on. */
  basis: z.enum(['inspection', 'camera', 'measurement', 'estimate']),
  note: z.string().max(2000),
  /** A person's opaque id. */
  by: z.string().min(1),
  /** The order that asked for it. */
  order: z.uuid().nullable(),
})
export type Assessment = z.infer<typeof Assessment>
