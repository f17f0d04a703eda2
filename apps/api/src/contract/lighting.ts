import { lightSources, OrderState } from '@driftbild/core'
import { LightingFigure, lightingFigures } from '@driftbild/models/lamp-life'
import { z } from 'zod'
import { Time } from './common.ts'

export type { LightingFigure }

export const LightingFiguresView = z.object({
  figures: z.array(LightingFigure.extend({ unit: z.string() })),
  /** Those that the product came with, for comparison. */
  ours: z.array(LightingFigure),
  savedAt: Time.nullable(),
})
export type LightingFiguresView = z.infer<typeof LightingFiguresView>

/** The municipality's own; what is left out is the product's. */
export const LightingFiguresBody = z.object({
  own: z.array(LightingFigure).max(Object.keys(lightingFigures).length),
})

const LightSource = z.enum(lightSources)

/** What a way of keeping lamps is expected to bring over the horizon. */
export const CourseView = z.object({
  /** SEK. */
  cost: z.number(),
  failures: z.number(),
  changed: z.number(),
  darkHours: z.number(),
  crewHours: z.number(),
})
export type CourseView = z.infer<typeof CourseView>

export const LampGroupView = z.object({
  id: z.string(),
  cabinet: z.string(),
  cabinetName: z.string(),
  street: z.string(),
  source: LightSource,
  lamps: z.int(),
  /** Burn hours behind them on average, and the share of a new one's life that is left. */
  meanAge: z.number(),
  lifeLeft: z.number(),
  /** Expected failures in thirty and in ninety days, and in each of the coming twelve months of thirty days. */
  within30: z.number(),
  within90: z.number(),
  months: z.array(z.number()),
  /** Years from now in which to change all of them; null: as they fail. */
  year: z.int().nullable(),
  /** SEK over the horizon against changing what fails. */
  saving: z.number(),
  onFailure: CourseView,
  now: CourseView,
  best: CourseView,
  /** The order that somebody made of it. */
  order: z.object({ id: z.uuid(), number: z.int(), state: OrderState }).nullable(),
})
export type LampGroupView = z.infer<typeof LampGroupView>

export const LampChanceView = z.object({
  tag: z.string(),
  name: z.string(),
  source: LightSource,
  /** Burn hours. */
  age: z.number(),
  within30: z.number(),
  within90: z.number(),
})
export type LampChanceView = z.infer<typeof LampChanceView>

export const LightingPlanView = z.object({
  asOf: Time,
  /** Years. */
  horizon: z.int(),
  types: z.array(
    z.object({
      source: LightSource,
      lives: z.int(),
      failures: z.int(),
      shape: z.number(),
      /** Burn hours until half have failed. */
      median: z.number(),
      /** Where what was believed before any life was seen is from. */
      prior: z.string(),
    }),
  ),
  /** Expected failures in all. */
  months: z.array(z.number()),
  onFailure: CourseView,
  planned: CourseView,
  /** At a fixed share of each type's median life that leaves no more hours dark than the plan. */
  fixed: z.object({ share: z.number(), course: CourseView }).nullable(),
  groups: z.array(LampGroupView),
  /** The lamps that are likeliest to fail. */
  likeliest: z.array(LampChanceView),
})
export type LightingPlanView = z.infer<typeof LightingPlanView>

export const AcceptGroupBody = z.object({ group: z.string().min(1).max(300), language: z.enum(['sv', 'en']) })
