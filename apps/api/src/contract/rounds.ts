import { dueReasons, Round } from '@driftbild/core'
import { z } from 'zod'
import { Time } from './common.ts'

const place = { tag: z.string(), name: z.string(), position: z.tuple([z.number(), z.number()]) }

/** A container on the day that is planned: whether it is due, and what that rests on. */
export const RoundContainer = z.object({
  ...place,
  fraction: z.string(),
  /** Litres. */
  volume: z.number().nullable(),
  /** 0 to 1; null where nothing is heard of it. */
  fill: z.number().nullable(),
  /** How likely it gets full, and from when. */
  predicted: z.object({ probability: z.number(), from: Time }).nullable(),
  /** When somebody was there, or on what day its level fell. */
  emptiedAt: Time.nullable(),
  due: z.enum(dueReasons).nullable(),
})
export type RoundContainer = z.infer<typeof RoundContainer>

/** All that is needed to plan the rounds of a day. */
export const RoundDay = z.object({
  /** Local dates of the municipality. */
  day: z.iso.date(),
  today: z.iso.date(),
  rounds: z.array(Round),
  containers: z.array(RoundContainer),
  depots: z.array(z.object(place)),
  /** Vehicles and crews that are known, by name. */
  crews: z.array(z.string()),
  /** People who may drive, by name. */
  drivers: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type RoundDay = z.infer<typeof RoundDay>

const tags = z.array(z.string().min(1)).max(500)

/** From where it starts and ends, where that is anywhere. */
export const StopOrderBody = z.object({ stops: tags, depot: z.string().nullable() })
/** Metres as streets are likely to be: no road network is known. */
export const StopOrder = z.object({ stops: z.array(z.string()), metres: z.number() })
export type StopOrder = z.infer<typeof StopOrder>

/** The id makes it idempotent. */
export const RoundPlanBody = z.object({
  id: z.uuid(),
  name: z.string().trim().min(1).max(200),
  stops: tags,
  /** Who drives it; null: whoever takes it. */
  driver: z.string().nullable().default(null),
})
export type RoundPlanBody = z.input<typeof RoundPlanBody>
