import { z } from 'zod'
import { addToSlices, type RateSlice, ratePerHour, rateReach } from './alarm-rate.ts'
import { FaultMode } from './fault-mode.ts'
import { hasValue, qualityOf, type Reading } from './reading.ts'
import { MINUTE, Micros } from './time.ts'

export const priorities = ['low', 'high', 'critical'] as const
export const Priority = z.enum(priorities)
export type Priority = z.infer<typeof Priority>

/** A value against a limit, or how fast it rises or falls against one. */
export const alarmConditions = ['above', 'below', 'equals', 'rising', 'falling'] as const

/** A rate is told from at least so many readings. */
const READINGS_OF_A_RATE = 5
/** What rates may be told over, in microseconds. */
export const RATE_WINDOWS = { least: 10 * MINUTE, most: 48 * 60 * MINUTE }

/**
 * When a signal needs a person (ISA-18.2 / IEC 62682). Limits in the signal's unit, of a rate per hour and positive
 * either way; delays in microseconds.
 */
export const AlarmRule = z.object({
  /** Unique in the municipality: DMA1-M/pressure#low. */
  id: z.string(),
  /** Key. */
  signal: z.string(),
  condition: z.enum(alarmConditions),
  limit: z.number(),
  /** Microseconds that a rate is told over; null of a rule about the value itself. */
  window: z.int().min(RATE_WINDOWS.least).max(RATE_WINDOWS.most).nullable().default(null),
  /** How far back inside the limit a value must come before the alarm clears. */
  hysteresis: z.number().nonnegative(),
  delayOn: z.int().nonnegative(),
  delayOff: z.int().nonnegative(),
  priority: Priority,
  mode: FaultMode,
})
export type AlarmRule = z.infer<typeof AlarmRule>

/** What a person may set of a rule, in place of what the register says. */
export const AlarmSetting = AlarmRule.pick({
  limit: true,
  hysteresis: true,
  delayOn: true,
  delayOff: true,
  window: true,
})
export type AlarmSetting = z.infer<typeof AlarmSetting>

/** Why a rule can't be as it is told, or null. `every` is how often its signal promises to report, in microseconds. */
export function alarmRuleProblem(
  { condition, limit, window }: Pick<AlarmRule, 'condition' | 'limit' | 'window'>,
  every: number,
): 'rate-without-window' | 'window-without-rate' | 'rate-not-positive' | 'window-too-short' | null {
  if (!isRate({ condition })) return window === null ? null : 'window-without-rate'
  if (window === null) return 'rate-without-window'
  if (limit <= 0) return 'rate-not-positive'
  return window < READINGS_OF_A_RATE * every ? 'window-too-short' : null
}

/**
 * Where a rule stands: active or not, since when the opposite has been true without a break, and what a rate is
 * told from.
 */
export interface AlarmPhase {
  active: boolean
  pendingSince: Micros | null
  slices: readonly RateSlice[]
}

export const AT_REST: AlarmPhase = { active: false, pendingSince: null, slices: [] }

export const isRate = ({ condition }: Pick<AlarmRule, 'condition'>): boolean =>
  condition === 'rising' || condition === 'falling'

/** How far back the readings lie that say what is the case now: nothing but for rates. */
export const lookBackOf = ({ window }: Pick<AlarmRule, 'window'>): number =>
  window === null ? 0 : rateReach(window)

export interface Transition {
  type: 'raised' | 'cleared'
  /** Source time of the reading that decided it. */
  at: Micros
  /** Of the signal, or what it rose or fell by per hour. */
  value: number
}

/**
 * Runs one rule over readings in source order. A reading without a usable value neither raises nor clears
 * and does not interrupt a delay; while a rate isn't known nothing is pending. Right after a transition nothing is pending, so any transition is a place
 * from which a stretch can be run again.
 */
export function runAlarm(
  rule: AlarmRule,
  start: AlarmPhase,
  readings: Iterable<Reading>,
): { phase: AlarmPhase; transitions: Transition[] } {
  const transitions: Transition[] = []
  let { active, pendingSince, slices } = start
  for (const reading of readings) {
    if (!isUsable(reading)) continue
    const at = reading.sourceTime
    slices = slicesWith(rule, slices, reading)
    const value = rule.window === null ? reading.value : speedOf(rule, slices)
    const turning = value !== null && (active ? isBack(rule, value) : isBeyond(rule, value))
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
  return { phase: { active, pendingSince, slices }, transitions }
}

/** The phase with readings seen that decide nothing any more, but that a rate is told from. */
export function rememberReadings(
  rule: AlarmRule,
  phase: AlarmPhase,
  readings: Iterable<Reading>,
): AlarmPhase {
  let { slices } = phase
  for (const reading of readings) if (isUsable(reading)) slices = slicesWith(rule, slices, reading)
  return { ...phase, slices }
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

type Usable = Extract<Reading, { value: number }>

const isUsable = (reading: Reading): reading is Usable => hasValue(reading) && qualityOf(reading) !== 'bad'

const slicesWith = (rule: AlarmRule, slices: readonly RateSlice[], { sourceTime, value }: Usable) =>
  rule.window === null ? slices : addToSlices(slices, rule.window, sourceTime, value)

/** How fast it goes the way that the rule watches, per hour. */
function speedOf(rule: AlarmRule, slices: readonly RateSlice[]): number | null {
  const rate = ratePerHour(slices, rule.window!)
  return rate === null || rule.condition !== 'falling' ? rate : -rate
}

function isBeyond({ condition, limit }: AlarmRule, value: number): boolean {
  if (condition === 'equals') return value === limit
  return condition === 'below' ? value < limit : value > limit
}

function isBack({ condition, limit, hysteresis }: AlarmRule, value: number): boolean {
  if (condition === 'equals') return value !== limit
  return condition === 'below' ? value >= limit + hysteresis : value <= limit - hysteresis
}
