import { z } from 'zod'
import type { Service } from './municipality.ts'

/**
 * Every way an asset or a zone can fail to do its job. Modes of one family on one subject are one fault:
 * a low-pressure alarm and a leak prediction in the same zone point at the same hole.
 */
export const faultModes = {
  leak: { family: 'leak', service: 'water', work: 'condition-based' },
  'low-pressure': { family: 'leak', service: 'water', work: 'corrective' },
  'reservoir-level': { family: 'supply', service: 'water', work: 'corrective' },
  /** A watercourse or a lake beyond what its banks or an intake stand. */
  'watercourse-level': { family: 'flood', service: 'sewer', work: 'preventive' },
  'water-quality': { family: 'quality', service: 'water', work: 'condition-based' },
  'pump-failure': { family: 'pump', service: 'water', work: 'predictive' },
  'pump-overheated': { family: 'pump', service: 'water', work: 'corrective' },
  'pump-clogged': { family: 'pump', service: 'sewer', work: 'condition-based' },
  'seal-leak': { family: 'seal', service: null, work: 'condition-based' },
  'check-valve': { family: 'check-valve', service: null, work: 'condition-based' },
  overflow: { family: 'overflow', service: 'sewer', work: 'corrective' },
  'high-level': { family: 'overflow', service: 'sewer', work: 'corrective' },
  'lamp-out': { family: 'lamp', service: 'lighting', work: 'corrective' },
  'gear-failure': { family: 'lamp', service: 'lighting', work: 'corrective' },
  'cable-fault': { family: 'circuit', service: 'lighting', work: 'corrective' },
  'phase-outage': { family: 'circuit', service: 'lighting', work: 'corrective' },
  'earth-fault': { family: 'circuit', service: 'lighting', work: 'condition-based' },
  'contactor-fault': { family: 'switching', service: 'lighting', work: 'corrective' },
  'day-burning': { family: 'switching', service: 'lighting', work: 'corrective' },
  'foreign-load': { family: 'load', service: 'lighting', work: 'corrective' },
  'container-full': { family: 'fill', service: 'waste', work: 'preventive' },
  'sensor-fault': { family: 'sensor', service: null, work: 'corrective' },
} as const satisfies Record<string, { family: string; service: Service | null; work: string }>

export type FaultMode = keyof typeof faultModes
export const FaultMode = z.enum(Object.keys(faultModes) as [FaultMode, ...FaultMode[]])

/** What a fault, a prediction or an order is about, by tag. */
export const Subject = z.discriminatedUnion('type', [
  z.object({ type: z.literal('asset'), tag: z.string().min(1) }),
  z.object({ type: z.literal('zone'), tag: z.string().min(1) }),
])
export type Subject = z.infer<typeof Subject>

export const sameSubject = (a: Subject, b: Subject): boolean => a.type === b.type && a.tag === b.tag
