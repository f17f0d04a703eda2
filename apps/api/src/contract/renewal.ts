import { AssetClass, Service } from '@driftbild/core'
import { z } from 'zod'
import { Time } from './common.ts'

/** The bodies' own shape of what models/renewal counts with. */
export const RenewalFigureView = z.object({
  class: AssetClass,
  where: z.object({ attribute: z.string().max(60), value: z.string().max(60) }).nullable(),
  /** Years. */
  life: z.number().positive().max(1000),
  /** SEK for one, or for a metre. */
  cost: z.number().nonnegative().max(1e10),
  per: z.enum(['each', 'metre']),
  /** SEK when one fails. */
  consequence: z.number().nonnegative().max(1e10),
  source: z.string().max(300),
})
export type RenewalFigureView = z.infer<typeof RenewalFigureView>

export const RenewalFigures = z.object({
  /** Every one that is counted with. */
  figures: z.array(RenewalFigureView),
  /** Those that the product came with, for comparison. */
  ours: z.array(RenewalFigureView),
  savedAt: Time.nullable(),
})
export type RenewalFigures = z.infer<typeof RenewalFigures>

/** The municipality's own; what is left out is the product's. */
export const RenewalFiguresBody = z.object({ own: z.array(RenewalFigureView).max(500) })

export const planHorizons = [20, 50, 100] as const

export const RenewalScenario = z.object({
  /** Years. */
  years: z.union([z.literal(20), z.literal(50), z.literal(100)]),
  /** SEK a year. */
  budget: z.number().nonnegative().max(1e11),
  /** Share of its life behind it from which an asset is thought of. */
  considerFrom: z.number().min(0).max(1.5),
  /** Which assets; all where nothing is said. */
  service: Service.optional(),
  class: AssetClass.optional(),
  zone: z.string().optional(),
})
export type RenewalScenario = z.infer<typeof RenewalScenario>

export const ScenarioBody = z.object({ name: z.string().trim().min(1).max(80), scenario: RenewalScenario })
export const ScenarioView = z.object({
  id: z.uuid(),
  name: z.string(),
  scenario: RenewalScenario,
  savedAt: Time,
})
export type ScenarioView = z.infer<typeof ScenarioView>

export const RenewalYearView = z.object({
  year: z.int(),
  replaced: z.int(),
  spent: z.number(),
  overdue: z.int(),
  backlog: z.number(),
  risk: z.number(),
})

export const ReplacementView = z.object({
  tag: z.string(),
  name: z.string(),
  class: AssetClass,
  year: z.int(),
  cost: z.number(),
  age: z.number(),
  life: z.number(),
  probability: z.number(),
  risk: z.number(),
  from: z.enum(['condition', 'year', 'assumed']),
})
export type ReplacementView = z.infer<typeof ReplacementView>

export const RenewalPlanView = z.object({
  years: z.array(RenewalYearView),
  assets: z.int(),
  /** SEK to replace all of them once. */
  worth: z.number(),
  /** Those of which neither age nor condition is known: half a life is assumed. */
  assumed: z.int(),
  /** In all. */
  replacements: z.int(),
  /** The first of them, in order. */
  first: z.array(ReplacementView),
})
export type RenewalPlanView = z.infer<typeof RenewalPlanView>

export const RenewalExportBody = z.object({
  scenario: RenewalScenario,
  name: z.string().trim().max(80),
  format: z.enum(['xlsx', 'csv']),
  language: z.enum(['sv', 'en']),
})
export type RenewalExportBody = z.infer<typeof RenewalExportBody>
