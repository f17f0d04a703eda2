import { MOST_BINS, Occasion } from '@driftbild/core'
import { z } from 'zod'
import { Time } from './common.ts'

const { kind, name, from, to, place, expected } = Occasion.shape

/** Containers by tag, or all around a place; where both are given the tags count. */
export const OccasionFields = z.object({
  ...{ kind, name, from, to, expected },
  place: place.default(null),
  bins: z.array(z.string().min(1)).max(MOST_BINS).default([]),
})
export type OccasionFields = z.input<typeof OccasionFields>

/** The id is the client's: a second statement by it is refused, so that one that is sent twice counts once. */
export const OccasionBody = OccasionFields.extend({ id: z.uuid() })
export type OccasionBody = z.input<typeof OccasionBody>

/** The newest revision that was seen. */
const seen = { revision: z.int().positive() }
export const OccasionChange = OccasionFields.extend(seen)
export type OccasionChange = z.input<typeof OccasionChange>
export const OccasionSeen = z.object(seen)

export const OccasionView = z.object({
  id: z.uuid(),
  revision: z.int(),
  /** As it was stated last before it was taken back, where it was. */
  occasion: Occasion,
  isOn: z.boolean(),
  /** Names of its containers, in the order of their tags. */
  bins: z.array(z.object({ tag: z.string(), name: z.string() })),
  by: z.string(),
  at: Time,
  /** How many statements came before it. */
  earlier: z.int().nonnegative(),
  /** Days of earlier occasions of its kind, which is what models learn from. */
  before: z.int().nonnegative(),
})
export type OccasionView = z.infer<typeof OccasionView>
