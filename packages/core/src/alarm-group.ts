import { type FaultMode, faultModes } from './fault-mode.ts'
import { HOUR, MINUTE, type Micros } from './time.ts'

/** What is asked of an alarm to find its cause. */
export interface Groupable {
  id: string
  asset: string
  site: string | null
  zone: string | null
  mode: FaultMode
  raisedAt: Micros
}

/** Something stopped reporting: power or the line to it is gone. */
export interface GroupedSilence {
  /** Whether an asset depends on it: what stands beside it, or is fed by it. */
  concerns: (asset: string) => boolean
  since: Micros
}

/** Why an alarm follows another, strongest first. */
export const groupRules = ['silence', 'upstream', 'same-asset', 'consequence', 'same-zone'] as const
export type GroupRule = (typeof groupRules)[number]

export interface Follower {
  alarm: string
  rule: GroupRule
}

/** A cause, first, and what followed from it, in the order of time. */
export interface AlarmGroup<S extends GroupedSilence = GroupedSilence> {
  cause: { type: 'alarm'; alarm: string } | { type: 'silence'; silence: S }
  followers: Follower[]
}

/** What follows soon after belongs to it. */
const SOON = 15 * MINUTE
/** A sump fills and a reservoir empties more slowly. */
const CONSEQUENCE_WITHIN = HOUR

type Family = (typeof faultModes)[FaultMode]['family']

/** What a fault of one kind brings about where it is. */
const consequences: Partial<Record<Family, readonly Family[]>> = {
  pump: ['overflow', 'supply', 'leak'],
  supply: ['leak'],
  circuit: ['lamp'],
}

interface Surroundings<S extends GroupedSilence> {
  /** Assets that feed, contain or lie upstream of one, near and far. */
  upstream: (asset: string) => ReadonlySet<string>
  silences: readonly S[]
  /** Alarms that a person took out of their group. */
  apart: ReadonlySet<string>
}

/**
 * Puts alarms that follow from one cause together. A cause is always earlier than what follows from it, so the first of a
 * group is what happened first (first-out). Groups come in the order of their newest alarm.
 */
export function groupAlarms<S extends GroupedSilence>(
  alarms: readonly Groupable[],
  around: Surroundings<S>,
): AlarmGroup<S>[] {
  const inTime = alarms.toSorted((a, b) => a.raisedAt - b.raisedAt || (a.id < b.id ? -1 : 1))
  const groups = new Map<string, AlarmGroup<S>>()
  const groupOf = new Map<string, AlarmGroup<S>>()
  const bySilence = new Map<S, AlarmGroup<S>>()
  const latest = new Map<AlarmGroup<S>, Micros>()

  let first = 0
  for (const [i, alarm] of inTime.entries()) {
    while (alarm.raisedAt - inTime[first]!.raisedAt > CONSEQUENCE_WITHIN) first++
    const earlier = inTime.slice(first, i).filter(({ id }) => !around.apart.has(id))
    const found = around.apart.has(alarm.id) ? null : causeOf(alarm, earlier, around)
    let group: AlarmGroup<S>
    if (found?.silence) {
      group = bySilence.get(found.silence) ?? {
        cause: { type: 'silence', silence: found.silence },
        followers: [],
      }
      bySilence.set(found.silence, group)
    } else {
      group = (found && groupOf.get(found.alarm!.id)) ?? {
        cause: { type: 'alarm', alarm: alarm.id },
        followers: [],
      }
    }
    if (found) group.followers.push({ alarm: alarm.id, rule: found.rule })
    groupOf.set(alarm.id, group)
    groups.set(alarm.id, group)
    latest.set(group, alarm.raisedAt)
  }
  return [...new Set(groups.values())].toSorted((a, b) => latest.get(b)! - latest.get(a)!)
}

interface Cause<S> {
  rule: GroupRule
  alarm?: Groupable
  silence?: S
}

function causeOf<S extends GroupedSilence>(
  alarm: Groupable,
  earlier: readonly Groupable[],
  { upstream, silences }: Surroundings<S>,
): Cause<S> | null {
  const silence = silences.find(
    ({ concerns, since }) =>
      concerns(alarm.asset) && alarm.raisedAt >= since && alarm.raisedAt - since <= SOON,
  )
  if (silence) return { rule: 'silence', silence }
  const within = (window: number) => earlier.filter(({ raisedAt }) => alarm.raisedAt - raisedAt <= window)
  const soon = within(SOON)
  const above = upstream(alarm.asset)
  const family = faultModes[alarm.mode].family
  const sharesPlace = (one: Groupable) =>
    one.asset === alarm.asset || (one.site !== null && one.site === alarm.site)
  const brings = (one: Groupable) => consequences[faultModes[one.mode].family]?.includes(family) ?? false
  const rules: [GroupRule, Groupable | undefined][] = [
    ['upstream', soon.find(({ asset }) => above.has(asset))],
    ['same-asset', soon.find(({ asset }) => asset === alarm.asset)],
    ['consequence', within(CONSEQUENCE_WITHIN).find((one) => brings(one) && sharesPlace(one))],
    [
      'same-zone',
      soon.find(
        (one) => one.zone !== null && one.zone === alarm.zone && faultModes[one.mode].family === family,
      ),
    ],
  ]
  for (const [rule, cause] of rules) if (cause) return { rule, alarm: cause }
  return null
}
