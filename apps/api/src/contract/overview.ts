import { AssetClass, Kommunkod, MemberRole, Municipality, Service, services } from '@driftbild/core'
import { z } from 'zod'
import { State } from './assets.ts'
import { Time } from './common.ts'

export const Me = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  memberships: z.array(
    z.object({
      municipality: Kommunkod,
      name: z.string(),
      simulated: z.boolean(),
      recording: z.string().nullable(),
      zone: z.string(),
      role: MemberRole,
      service: Service.nullable(),
    }),
  ),
})
export type Me = z.infer<typeof Me>

/** Long work in the background: the first filling of history, a retraining, an import. */
export const JobView = z.object({
  id: z.string(),
  kind: z.enum(['history', 'rollup', 'models', 'preparations', 'learning', 'import']),
  /** 0…1 */
  done: z.number(),
  secondsLeft: z.number().nullable(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  message: z.string().nullable(),
})
export type JobView = z.infer<typeof JobView>

export const Overview = z.object({
  municipality: Municipality,
  /** The present by the data's clock: a recording's is its newest reading. */
  now: Time,
  /** West, south, east, north of all assets and zones. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  services: z.array(
    z.object({
      service: z.enum(services),
      assets: z.int(),
      states: z.partialRecord(State, z.int()),
      classes: z.partialRecord(AssetClass, z.int()),
      openOrders: z.int(),
    }),
  ),
  jobs: z.array(JobView),
  newestReading: Time.nullable(),
})
export type Overview = z.infer<typeof Overview>

export const CollectorView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['edge', 'import']),
  lastBatch: Time.nullable(),
  readings: z.int(),
  unassigned: z.int(),
  silences: z.array(
    z.object({
      signals: z.array(z.string()),
      from: Time,
      to: Time.nullable(),
      reason: z.string(),
      /** What has come of it after all, 0 to 1; null while it lasts, or is still looked at. */
      recovered: z.number().min(0).max(1).nullable(),
    }),
  ),
  /** Readings that came long after their source time, newest arrival first. */
  late: z.array(z.object({ from: Time, to: Time, arrivedFrom: Time, arrivedTo: Time, readings: z.int() })),
  /** Clocks that are or were off, newest first: a device's, or with null the collector's own. */
  clocks: z.array(
    z.object({
      device: z.string().nullable(),
      signals: z.array(z.string()),
      /** Seconds: its time minus the right one. Readings have the times that they came with. */
      offset: z.number(),
      from: Time,
      to: Time.nullable(),
    }),
  ),
  /** What it sent that no signal of the register could take, newest first. */
  issues: z.array(
    z.object({
      kind: z.enum(['unknown-key', 'wrong-unit', 'ahead-of-time']),
      key: z.string(),
      unit: z.string(),
      expectedUnit: z.string().nullable(),
      firstAt: Time,
      lastAt: Time,
      readings: z.int(),
    }),
  ),
})
export type CollectorView = z.infer<typeof CollectorView>

export const ZoneView = z.object({
  tag: z.string(),
  name: z.string(),
  service: Service,
  inflow: z.array(z.string()),
  outflow: z.array(z.string()),
  assets: z.int(),
})
export type ZoneView = z.infer<typeof ZoneView>

/** What was said against how often it came true. */
export const Reliability = z.array(z.object({ said: z.number(), was: z.number(), count: z.int() }))

/** A model's card: what it is for, what it reads, its scores beside the naive baseline's, what it can't do. */
export const ModelCard = z.object({
  name: z.string(),
  version: z.string(),
  kind: z.string(),
  /** Switched on: it beats its baseline. */
  active: z.boolean(),
  /** The model that does the same and does it better, where one is the reason that this one is off. */
  replacedBy: z.string().nullable(),
  purpose: z.object({ sv: z.string(), en: z.string() }),
  inputs: z.array(z.string()),
  limits: z.array(z.object({ sv: z.string(), en: z.string() })),
  scores: z.array(
    z.object({
      data: z.string(),
      simulated: z.boolean(),
      measure: z.string(),
      model: z.number(),
      baseline: z.number(),
      baselineName: z.string(),
      better: z.enum(['higher', 'lower']),
      /** Where the model's figure would lie for 8 of 10 sets of as many histories; null where only one is known. */
      interval: z.tuple([z.number(), z.number()]).nullable(),
    }),
  ),
  /** What it said against what was, where its scores come from. */
  reliability: Reliability,
  /** Of a forecast on open data that it had not seen: the share it said would lie below, against what did. */
  /** Of faults by one cause, on how many days which was named, or `none`. */
  causes: z.array(z.object({ cause: z.string(), named: z.record(z.string(), z.int()) })),
  onOpenData: z.array(z.object({ data: z.string(), reliability: Reliability })),
})
export type ModelCard = z.infer<typeof ModelCard>
