import { z } from 'zod'
import { Evidence } from './evidence.ts'
import { FaultMode, Subject } from './fault-mode.ts'
import { Micros } from './time.ts'

/** Advice of a model: what it expects to go wrong, where, when and how surely. A person decides. */
export const Prediction = z.object({
  subject: Subject,
  kind: FaultMode,
  /** Which of several of its kind at its subject; absent for the first, which is most often the only one. */
  ordinal: z.int().min(2).optional(),
  asOf: Micros,
  /** That it happens within the horizon, or is happening: 0…1, calibrated. */
  probability: z.number().min(0).max(1),
  /** When: started (for what is happening) or expected, with an interval that holds it in 8 of 10 cases. */
  when: z.object({ from: Micros, likely: Micros, to: Micros }),
  /** End of what the probability speaks about. */
  horizon: Micros,
  /** How much, where the model says so: m³/h of a leak, lamps out, fill. */
  size: z.object({ value: z.number(), low: z.number(), high: z.number(), unit: z.string() }).nullable(),
  /** Where it may be, most likely first, by asset tag; one entry or none when the subject says it all. */
  candidates: z.array(z.object({ asset: z.string(), probability: z.number().min(0).max(1) })),
  evidence: z.array(Evidence).min(1),
  model: z.object({ name: z.string(), version: z.string(), artefact: z.string() }),
  /** What is needed to say it again: the window of the inputs and a hash over them, state and seed. */
  replay: z.object({
    from: Micros,
    to: Micros,
    inputsHash: z.string(),
    /** Up to when it was told what is no reading; absent where it was told nothing. */
    toldAt: Micros.optional(),
    stateHash: z.string(),
    seed: z.int(),
  }),
})
export type Prediction = z.infer<typeof Prediction>

/** What a prediction is about. Two leaks of one zone are two. */
export type Matter = Pick<Prediction, 'subject' | 'kind' | 'ordinal'>

export const ordinalOf = ({ ordinal }: Pick<Matter, 'ordinal'>): number => ordinal ?? 1

/** The same for all that speaks of the same. */
export const matterName = ({ subject: { type, tag }, kind, ordinal }: Matter): string =>
  `${type} ${tag} ${kind} ${ordinalOf({ ordinal })}`
