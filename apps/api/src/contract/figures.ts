import {
  assetStates,
  type BalanceLine,
  balanceLineUnits,
  OrderState,
  SavingInput,
  Service,
  StatedInput,
  Unit,
} from '@driftbild/core'
import { z } from 'zod'
import { Time } from './common.ts'
import { PredictionView } from './work.ts'

/** Every figure that tells how a service or a zone is doing; each is worked out in figures/. */
export const figureIds = [
  'inflow',
  'night-flow',
  'lowest-pressure',
  'ili',
  'pump-energy',
  'energy-per-volume',
  'overflows',
  'overflow-time',
  'pumped',
  'pump-starts',
  'pump-hours',
  'rain',
  'lamps-out',
  'lamps-lit',
  'lighting-energy',
  'bins-over',
  'bins-unheard',
  'mean-fill',
] as const
export type FigureId = (typeof figureIds)[number]

/** What a figure or a balance can lack, beyond what people state. */
const lacks = [
  'readings-of-the-day',
  'inflow-meter',
  'pressure-sensor',
  'overflow-sensor',
  'lamp-controller',
  'energy-meter',
  'fill-sensor',
  'zone',
  'systemInput',
  'mains',
  'pressure',
] as const
export const Lack = z.union([z.enum(lacks), StatedInput])
export type Lack = z.infer<typeof Lack>

/** What a figure is a figure of. */
export const figureSpans = ['now', 'day', 'night', 'month', 'year'] as const

export const Figure = z.object({
  id: z.enum(figureIds),
  /** Null where it isn't known; `missing` then says for want of what. */
  value: z.number().nullable(),
  unit: z.string(),
  span: z.enum(figureSpans),
  /** Beginning of that day, night or month; of what is told of now, now. */
  at: Time.nullable(),
  /** So many of so many. */
  of: z.int().nullable(),
  /** Where eight of ten of the days before lay. */
  usual: z.object({ low: z.number(), high: z.number(), days: z.int() }).nullable(),
  /** The days up to it, oldest first. */
  trend: z.object({ time: z.array(Time), values: z.array(z.number().nullable()) }),
  /** Which way is bad; null where neither is. */
  worse: z.enum(['higher', 'lower']).nullable(),
  /** Worked out from more than measurements. */
  estimate: z.boolean(),
  /** Codes of what it lacks. */
  missing: z.array(Lack),
})
export type Figure = z.infer<typeof Figure>

/** What is told of a station's water, in this order. */
export const qualityRoles = ['free-chlorine', 'turbidity', 'conductivity', 'ph', 'temperature'] as const

const Flow = z.object({ key: z.string(), asset: z.string(), assetName: z.string(), unit: Unit })

/** Everything about one zone that its page begins with. */
export const ZonePage = z.object({
  tag: z.string(),
  name: z.string(),
  service: Service,
  assets: z.int(),
  states: z.record(z.string(), z.int()),
  classes: z.record(z.string(), z.int()),
  inflow: z.array(Flow),
  outflow: z.array(Flow),
  pressures: z.array(Flow),
  /** Stations that watch what the water is like, and what they last told; a value that isn't known is null. */
  quality: z.array(
    z.object({
      tag: z.string(),
      name: z.string(),
      state: z.enum(assetStates),
      values: z.array(
        z.object({
          role: z.enum(qualityRoles),
          unit: Unit,
          value: z.number().nullable(),
          time: Time.nullable(),
        }),
      ),
    }),
  ),
  /** Where models look for a cause, likeliest first. */
  suspects: z.array(
    z.object({ asset: z.string(), name: z.string(), probability: z.number(), prediction: z.uuid() }),
  ),
  /** What models expect of the zone and of what is in it, the likeliest first. */
  predictions: z.array(PredictionView),
  /** Work that is open there. */
  orders: z.array(
    z.object({
      id: z.uuid(),
      number: z.int(),
      title: z.string(),
      state: OrderState,
      assignee: z.string().nullable(),
    }),
  ),
  /** Around all of it; null where nothing is in it. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
  /** Wastewater pumping stations in it, by tag. */
  stations: z.array(z.string()),
  /** Whether a water balance can be made of it. */
  balanced: z.boolean(),
})
export type ZonePage = z.infer<typeof ZonePage>

/** Net inflow of a zone by the hour, with what was expected of it. m³/h; Unix seconds. */
export const ZoneInflow = z.object({
  time: z.array(z.number()),
  values: z.array(z.number().nullable()),
  expected: z
    .object({
      time: z.array(z.number()),
      low: z.array(z.number()),
      mid: z.array(z.number()),
      high: z.array(z.number()),
      /** A model's own forecasts, or the same hours of the weeks before. */
      from: z.enum(['forecast', 'weeks-before']),
    })
    .nullable(),
})
export type ZoneInflow = z.infer<typeof ZoneInflow>

/** What meters and the register say, and what follows. */
const BalanceSums = z.object({
  measured: z.object({
    /** m³ in a year, of so many whole days with readings. */
    systemInput: z.number().nullable(),
    days: z.int(),
    /** All days; those since the newest repair; or all less what ran out of leaks that are repaired since. */
    basis: z.enum(['all-days', 'since-repair', 'less-repaired']),
    /** km */
    mains: z.number().nullable(),
    connections: z.number().nullable(),
    /** m of water */
    pressure: z.number().nullable(),
  }),
  lines: z.array(
    z.object({
      line: z.enum(Object.keys(balanceLineUnits) as [BalanceLine, ...BalanceLine[]]),
      value: z.number().nullable(),
      missing: z.array(Lack),
    }),
  ),
})

export const Balance = BalanceSums.extend({
  stated: z.array(
    z.object({
      input: StatedInput,
      unit: z.string(),
      value: z.number().nullable(),
      source: z.string().nullable(),
      by: z.string().nullable(),
      at: Time.nullable(),
    }),
  ),
  /** Too few mains and connections for the index to say much. */
  small: z.boolean().nullable(),
  /** The newest leaks that were repaired, and the balance as it was before; null where none was. */
  repaired: z
    .object({
      /** The newest first; m³/h, null where nobody could say. */
      repairs: z
        .array(z.object({ order: z.uuid(), number: z.int(), at: Time, flow: z.number().nullable() }))
        .min(1),
      before: BalanceSums,
    })
    .nullable(),
})
export type Balance = z.infer<typeof Balance>

export const StatementBody = z.object({
  input: z.union([StatedInput, SavingInput]),
  value: z.number().nonnegative(),
  /** Where the figure is from, so that somebody else can find it again. */
  source: z.string().trim().min(1).max(400),
})
