import { z } from 'zod'
import { SECOND } from './time.ts'
import { type Quantity, Unit, units } from './unit.ts'

/** What a signal tells of its asset. A new one is a line here. */
export const roles = {
  flow: { quantity: 'flow' },
  pressure: { quantity: 'pressure' },
  'suction-pressure': { quantity: 'pressure' },
  'discharge-pressure': { quantity: 'pressure' },
  level: { quantity: 'length' },
  volume: { quantity: 'volume' },
  power: { quantity: 'power' },
  energy: { quantity: 'energy' },
  current: { quantity: 'current' },
  'current-l1': { quantity: 'current' },
  'current-l2': { quantity: 'current' },
  'current-l3': { quantity: 'current' },
  voltage: { quantity: 'voltage' },
  speed: { quantity: 'speed' },
  frequency: { quantity: 'frequency' },
  vibration: { quantity: 'vibration' },
  'acceleration-1': { quantity: 'acceleration' },
  'acceleration-2': { quantity: 'acceleration' },
  temperature: { quantity: 'temperature' },
  /** Cloudiness of water. */
  turbidity: { quantity: 'turbidity' },
  'free-chlorine': { quantity: 'concentration' },
  'total-chlorine': { quantity: 'concentration' },
  conductivity: { quantity: 'conductivity' },
  ph: { quantity: 'acidity' },
  'bearing-temperature': { quantity: 'temperature' },
  'motor-temperature': { quantity: 'temperature' },
  /** Share of water in the oil between a pump's seals. */
  'seal-moisture': { quantity: 'fraction' },
  starts: { quantity: 'fraction' },
  'run-hours': { quantity: 'duration' },
  running: { quantity: 'fraction' },
  overflowing: { quantity: 'fraction' },
  rain: { quantity: 'rain' },
  'lamp-on': { quantity: 'fraction' },
  'lamp-failure': { quantity: 'fraction' },
  'gear-failure': { quantity: 'fraction' },
  'burn-hours': { quantity: 'duration' },
  'lamp-power': { quantity: 'power' },
  'contactor-closed': { quantity: 'fraction' },
  distance: { quantity: 'length' },
  fill: { quantity: 'fraction' },
  battery: { quantity: 'fraction' },
  tilted: { quantity: 'fraction' },
  /** What the device itself calls an alarm: 1 while it stands. */
  'device-alarm': { quantity: 'fraction' },
} as const satisfies Record<string, { quantity: Quantity }>

export type Role = keyof typeof roles
export const Role = z.enum(Object.keys(roles) as [Role, ...Role[]])

/** How a signal's numbers are to be added up. */
export const SignalKind = z.discriminatedUnion('type', [
  z.object({ type: z.literal('measure') }),
  /** Only ever grows and wraps at `modulus` (in the signal's unit). */
  z.object({ type: z.literal('counter'), modulus: z.number().positive() }),
  /** One of a few numbered states; `names` by number, as message keys. */
  z.object({ type: z.literal('state'), names: z.record(z.string(), z.string()) }),
  z.object({ type: z.literal('flag') }),
])
export type SignalKind = z.infer<typeof SignalKind>

/** What the device promises, so that "missing" can be counted. Seconds. */
export const ReportingRule = z.discriminatedUnion('type', [
  z.object({ type: z.literal('every'), seconds: z.number().positive() }),
  z.object({ type: z.literal('on-change'), silentAtMost: z.number().positive() }),
])
export type ReportingRule = z.infer<typeof ReportingRule>

export const Signal = z
  .object({
    /** Unique in the municipality and owned by the centre: VV1-P3/power. */
    key: z.string().min(1).max(200),
    /** Tag of the asset it tells of. */
    asset: z.string(),
    role: Role,
    unit: Unit,
    kind: SignalKind,
    reporting: ReportingRule,
    /** What the instrument can measure; outside it a value is uncertain. */
    range: z.tuple([z.number(), z.number()]).nullable(),
  })
  .superRefine((signal, ctx) => {
    if (roles[signal.role].quantity !== units[signal.unit].quantity) {
      ctx.addIssue({
        code: 'custom',
        path: ['unit'],
        message: `${signal.role} is a ${roles[signal.role].quantity}, ${signal.unit} is not`,
      })
    }
  })
export type Signal = z.infer<typeof Signal>

export const signalKey = (assetTag: string, role: Role): string => `${assetTag}/${role}`

/** Microseconds between two readings, as promised; of a signal that reports on change at most. */
export const promisedEvery = (rule: ReportingRule): number =>
  (rule.type === 'every' ? rule.seconds : rule.silentAtMost) * SECOND

/** Microseconds without a reading after which the signal is stale: two and a half promised periods. */
export const staleAfter = (rule: ReportingRule): number => promisedEvery(rule) * 2.5
