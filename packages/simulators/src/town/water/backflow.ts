import type { Micros } from '@driftbild/core'
import { flapOpen, ofKind, type Scenario } from '../scenario/disturbance.ts'
import { stretchAt } from './duty.ts'
import { PUMP_CURVE, WORKS } from './trunk.ts'

/** Of its rated flow, what a resting pump's check valve lets back under the rated head. A running pump holds its own open. */
export function openingAt(scenario: Scenario): (pump: number, at: Micros) => number {
  const valves = ofKind(scenario, 'check-valve')
  return (pump, at) => (stretchAt(pump, at).running ? 0 : flapOpen(valves, WORKS.pumps[pump]!, at))
}

/** m³/h that an opening lets back under a head in m: an orifice, as EPANET's emitters are. */
export const backThrough = (opening: number, head: number): number =>
  opening * coefficientOf(1) * Math.sqrt(head)

/** m³/h at one metre. */
export const coefficientOf = (opening: number): number =>
  (opening * PUMP_CURVE.flow) / Math.sqrt(PUMP_CURVE.head)

/** Of the rated flow, what runs back through a pump that turns freely under its rated head: a round figure of ours. */
const FREELY = 0.7
/** Times its rated speed that a radial pump of low specific speed then turns backwards (KSB, Centrifugal Pump Lexicon). */
const RUNAWAY = 1.25
/** Share of its rated speed below which bearings and seals hold it still. */
const STANDS = 0.1

/** Of the head over a leaking flap and the pump behind it, the pump's part in m, and how fast that turns it backwards. */
export function pumpBehind(opening: number, head: number): { head: number; speed: number } {
  const share = (backThrough(opening, head) / (FREELY * PUMP_CURVE.flow)) ** 2
  const speed = RUNAWAY * Math.sqrt(share)
  return { head: Math.min(head, share * PUMP_CURVE.head), speed: speed < STANDS ? 0 : speed }
}
