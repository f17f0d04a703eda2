import { z } from 'zod'
import { FaultMode } from './fault-mode.ts'
import { hasValue, qualityOf, type Reading } from './reading.ts'
import { Micros } from './time.ts'

export const priorities = ['low', 'high', 'critical'] as const
export const Priority = z.enum(priorities)
export type Priority = z.infer<typeof Priority>

/** When a signal needs a person (ISA-18.2 / IEC 62682). Limits in the signal's unit, delays in microseconds. */
export const AlarmRule = z.object({
  /** Unique in the municipality: DMA1-M/pressure#low. */
  id: z.string(),
  /** Key. */
  signal: z.string(),
  condition: z.enum(['above', 'below', 'equals']),
  limit: z.number(),
  /** How far back inside the limit a value must come before the alarm clears. */
  hysteresis: z.number().nonnegative(),
  delayOn: z.int().nonnegative(),
  delayOff: z.int().nonnegative(),
  priority: Priority,
  mode: FaultMode,
})
export type AlarmRule = z.infer<typeof AlarmRule>

/** Where a rule stands: active or not, and since when the opposite has been true without a break. */
export interface AlarmPhase {
  active: boolean
  pendingSince: Micros | null
}

export const AT_REST: AlarmPhase = { active: false, pendingSince: null }

export interface Transition {
  type: 'raised' | 'cleared'
  /** Source time of the reading that decided it. */
  at: Micros
  value: number
}

/**
 * Runs one rule over readings in source order. A reading without a usable value neither raises nor clears
 * and does not interrupt a delay. Right after a transition nothing is pending, so any transition is a place
 * from which a stretch can be run again.
 */
export function runAlarm(
  rule: AlarmRule,
  start: AlarmPhase,
  readings: Iterable<Reading>,
): { phase: AlarmPhase; transitions: Transition[] } {
  const transitions: Transition[] = []
  let { active, pendingSince } = start
  for (const reading of readings) {
    if (!hasValue(reading) || qualityOf(reading) === 'bad') continue
    const { value, sourceTime: at } = reading
    const turning = active ? isBack(rule, value) : isBeyond(rule, value)
    if (!turning) {
      pendingSince = null
      continue
    }
    pendingSince ??= at
    if (at - pendingSince < (active ? rule.delayOff : rule.delayOn)) continue
    active = !active
    pendingSince = null
    transitions.push({ type: active ? 'raised' : 'cleared', at, value })
  }
  return { phase: { active, pendingSince }, transitions }
}

/** What must change in a journal whose stretch was run again: entries that never happened, and new ones. */
export function correctJournal(
  stored: readonly Transition[],
  rerun: readonly Transition[],
): { withdrawn: Transition[]; added: Transition[] } {
  const name = (t: Transition) => `${t.type}@${t.at}`
  const storedNames = new Set(stored.map(name))
  const rerunNames = new Set(rerun.map(name))
  return {
    withdrawn: stored.filter((t) => !rerunNames.has(name(t))),
    added: rerun.filter((t) => !storedNames.has(name(t))),
  }
}

/** An alarm's own states, from its journal. */
export const AlarmAction = z.discriminatedUnion('type', [
  z.object({ type: z.literal('raised'), at: Micros }),
  z.object({ type: z.literal('cleared'), at: Micros }),
  z.object({ type: z.literal('acknowledged'), at: Micros, by: z.string() }),
  z.object({
    type: z.literal('shelved'),
    at: Micros,
    by: z.string(),
    until: Micros,
    reason: z.string().min(1),
  }),
  z.object({ type: z.literal('unshelved'), at: Micros, by: z.string() }),
])
export type AlarmAction = z.infer<typeof AlarmAction>

export interface AlarmState {
  active: boolean
  acknowledged: boolean
  shelvedUntil: Micros | null
}

export function alarmState(actions: Iterable<AlarmAction>): AlarmState {
  const state: AlarmState = { active: false, acknowledged: true, shelvedUntil: null }
  for (const action of actions) {
    switch (action.type) {
      case 'raised':
        state.active = true
        state.acknowledged = false
        break
      case 'cleared':
        state.active = false
        break
      case 'acknowledged':
        state.acknowledged = true
        break
      case 'shelved':
        state.shelvedUntil = action.until
        break
      case 'unshelved':
        state.shelvedUntil = null
        break
    }
  }
  return state
}

/** A person is called for what is still true, not yet seen and not put aside. */
export const needsPerson = (state: AlarmState, now: Micros): boolean =>
  state.active && !state.acknowledged && (state.shelvedUntil === null || state.shelvedUntil <= now)

function isBeyond(rule: AlarmRule, value: number): boolean {
  if (rule.condition === 'equals') return value === rule.limit
  return rule.condition === 'above' ? value > rule.limit : value < rule.limit
}

function isBack(rule: AlarmRule, value: number): boolean {
  if (rule.condition === 'equals') return value !== rule.limit
  return rule.condition === 'above'
    ? value <= rule.limit - rule.hysteresis
    : value >= rule.limit + rule.hysteresis
}
