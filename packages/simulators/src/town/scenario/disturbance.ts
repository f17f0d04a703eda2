import { Micros, OccasionKind } from '@driftbild/core'
import { z } from 'zod'
import { districtTags } from '../map/districts.ts'

const common = {
  id: z.string(),
  /** Tag of what it strikes. */
  asset: z.string(),
  from: Micros,
  /** When it was put right; null while it lasts. */
  to: Micros.nullable(),
}

const LampPhase = z.enum(['L1', 'L2', 'L3'])

/** What a simulation injects, and its ground truth. */
export const Disturbance = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    /** A hole in a pipe. `asset` is the pipe. */
    kind: z.literal('leak'),
    junction: z.string(),
    zone: z.string(),
    /** m³/h at the junction's usual pressure, once grown. */
    size: z.number().positive(),
    /** From nothing to `size`, in equal steps of area; null bursts at once. */
    grownAt: Micros.nullable(),
  }),
  z.object({
    ...common,
    /** A hydrant is open, and that is nobody's fault. `asset` is the pipe that it stands at. */
    kind: z.literal('hydrant-open'),
    why: z.enum(['flushing', 'fire']),
    to: Micros,
    junction: z.string(),
    zone: z.string(),
    /** m³/h at the junction's usual pressure. */
    size: z.number().positive(),
  }),
  z.object({
    ...common,
    /** Worn wearing rings: the pump turns power into less water. */
    kind: z.literal('pump-wear'),
    /** Share of the efficiency lost when `wornAt` comes. */
    loss: z.number().positive(),
    wornAt: Micros,
  }),
  z.object({
    ...common,
    kind: z.literal('bearing'),
    /** Days in which the added vibration grows e-fold. */
    growth: z.number().positive(),
  }),
  z.object({
    ...common,
    /** Something that is not a bearing shakes a pump. */
    kind: z.literal('shaking'),
    how: z.enum(['imbalance', 'cavitation']),
    /** Days in which the added vibration grows e-fold. */
    growth: z.number().positive(),
  }),
  z.object({
    ...common,
    /** Water gets past a wastewater pump's seal into the oil. */
    kind: z.literal('seal-leak'),
    /** Share of water that the oil gains a day. */
    perDay: z.number().positive(),
  }),
  z.object({
    ...common,
    /** Rags in a wastewater pump's impeller: less flow, more current. */
    kind: z.literal('clogging'),
    /** Share of the flow lost when `cloggedAt` comes. */
    loss: z.number().positive(),
    cloggedAt: Micros,
  }),
  z.object({
    ...common,
    /** A check valve whose flap no longer closes: what other pumps lift runs back through the pump that it belongs to. */
    kind: z.literal('check-valve'),
    /** Of the pump's rated flow, what runs back under its rated head while it rests. */
    opening: z.number().positive().max(1),
    /** From nothing to `opening`, evenly; null where something stuck in it at once. */
    openedAt: Micros.nullable(),
  }),
  z.object({ ...common, kind: z.literal('lamp-death') }),
  z.object({ ...common, kind: z.literal('driver-death') }),
  z.object({
    ...common,
    /** A cable out of a cabinet is broken: what it feeds on one phase, from a luminaire on, goes dark. */
    kind: z.literal('cable-fault'),
    phase: LampPhase,
    luminaires: z.array(z.string()),
  }),
  z.object({
    ...common,
    /** A fuse of a cabinet has blown: all of a phase is dark. */
    kind: z.literal('phase-outage'),
    phase: LampPhase,
  }),
  z.object({
    ...common,
    kind: z.literal('contactor-fault'),
    how: z.enum(['stays-open', 'stays-closed', 'chatters']),
  }),
  z.object({
    ...common,
    /** A wet joint: current flows to earth while the circuit is fed, and wanders. */
    kind: z.literal('earth-fault'),
    phase: LampPhase,
    amps: z.number().positive(),
  }),
  z.object({
    ...common,
    /** Somebody has joined something of his own to a phase, before the contactor. */
    kind: z.literal('stolen-power'),
    phase: LampPhase,
    watts: z.number().positive(),
  }),
  z.object({ ...common, kind: z.literal('sensor-stuck'), signal: z.string() }),
  z.object({
    ...common,
    kind: z.literal('sensor-drift'),
    signal: z.string(),
    /** In the signal's unit. */
    perDay: z.number(),
  }),
  z.object({ ...common, kind: z.literal('sensor-drop-out'), signal: z.string() }),
  z.object({
    ...common,
    kind: z.literal('sensor-spike'),
    signal: z.string(),
    /** Share of readings that jump, and how far. */
    share: z.number().min(0).max(1),
    height: z.number(),
  }),
  z.object({
    ...common,
    /** An instrument was put in order, or out of it: from then on it shows so much more. */
    kind: z.literal('sensor-step'),
    signal: z.string(),
    by: z.number(),
  }),
  z.object({
    ...common,
    /** All instruments of a station are out of the water and wiped. `asset` is the station. */
    kind: z.literal('sensor-cleaning'),
    to: Micros,
  }),
  z.object({
    ...common,
    /** Foreign water gets into a pipe. `asset` is the pipe. */
    kind: z.literal('contamination'),
    to: Micros,
    junction: z.string(),
    zone: z.enum(districtTags),
    what: z.enum(['surface-water', 'wastewater']),
    /** Its share in the water at the junction. */
    strength: z.number().positive().max(1),
  }),
  z.object({
    ...common,
    /** Something sits before the sensor: the container looks this full whatever is in it. */
    kind: z.literal('bin-blocked'),
    fill: z.number().min(0).max(1),
  }),
  z.object({
    ...common,
    /** More is thrown here than rounds were planned for. */
    kind: z.literal('bin-busy'),
    factor: z.number().positive(),
  }),
  z.object({
    ...common,
    /** A market, a match: on its days more is thrown around it, in each place as it comes. `asset` is the nearest container. */
    kind: z.literal('occasion'),
    what: OccasionKind,
    name: z.string(),
    to: Micros,
    bins: z.array(z.string()),
    factor: z.number().positive(),
    /** What whoever arranges it says beforehand; null when nothing. */
    expected: z.number().positive().nullable(),
  }),
  z.object({
    ...common,
    /** More rain than the sewers carry. `asset` is the rain gauge. */
    kind: z.literal('rain-overflow'),
    to: Micros,
    /** mm */
    depth: z.number().positive(),
  }),
  z.object({
    ...common,
    /** The treatment gives less: raw water, power or chemicals are missing. `asset` is the basin after it. */
    kind: z.literal('production-stop'),
    to: Micros,
    /** Share of the usual production that is missing. */
    share: z.number().positive().max(1),
  }),
  z.object({
    ...common,
    /** Water that comes from far up. `asset` is the gauge. */
    kind: z.literal('river-flood'),
    crest: Micros,
    to: Micros,
    /** m at the crest */
    peak: z.number().positive(),
  }),
])
export type Disturbance = z.infer<typeof Disturbance>
export type DisturbanceKind = Disturbance['kind']
export type DisturbanceOf<K extends DisturbanceKind> = Extract<Disturbance, { kind: K }>

/** What a town lives through. Empty is a healthy town. */
export type Scenario = readonly Disturbance[]

export const isOn = (d: Disturbance, at: Micros): boolean => at >= d.from && (d.to === null || at < d.to)

export const ofKind = <K extends DisturbanceKind>(scenario: Scenario, kind: K): DisturbanceOf<K>[] =>
  scenario.filter((d): d is DisturbanceOf<K> => d.kind === kind)

/** How far a pump's check valve stays open: of its rated flow, what runs back under its rated head while it rests. */
export const flapOpen = (valves: readonly DisturbanceOf<'check-valve'>[], pump: string, at: Micros): number =>
  valves.reduce((sum, d) => (d.asset === pump ? sum + d.opening * grown(d, at, d.openedAt) : sum), 0)

/** 0 before it begins, 1 once it has grown whole, 0 again when it has been put right. */
export function grown(d: Disturbance, at: Micros, whole: Micros | null): number {
  if (!isOn(d, at)) return 0
  return whole === null || whole <= d.from ? 1 : Math.min(1, (at - d.from) / (whole - d.from))
}
