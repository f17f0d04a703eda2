import { type Priority, priorities } from './alarm.ts'
import { DAY, HOUR, MINUTE, type Micros } from './time.ts'

export interface RaisedAlarm {
  rule: string
  asset: string
  priority: Priority
  raisedAt: Micros
  clearedAt: Micros | null
}

export interface AlarmLoad {
  alarms: number
  perOperatorHour: number
  mostInTenMinutes: number
  /** Share of the time in a flood. */
  floodShare: number
  /** Share of the hours with more than thirty for each operator. */
  busyHoursShare: number
  /** Rules that call most, with how often, the worst first. */
  worst: { rule: string; asset: string; alarms: number }[]
  /** Share of all alarms that the ten worst rules have. */
  worstShare: number
  /** Standing for more than a day at the end. */
  standing: number
  /** Rules that called three times within a minute. */
  chattering: string[]
  priorities: Record<Priority, number>
}

/**
 * What good practice asks for: ANSI/ISA-18.2-2016 and IEC 62682:2022, clause 16 (monitoring and assessment), after EEMUA
 * Publication 191, 3rd edition. Shares are 0…1.
 */
export const alarmTargets = {
  perOperatorHour: { good: 6, most: 12 },
  mostInTenMinutes: { good: 10, most: 10 },
  floodShare: { good: 0.01, most: 0.01 },
  busyHoursShare: { good: 0.01, most: 0.01 },
  worstShare: { good: 0.01, most: 0.05 },
  standing: { good: 5, most: 5 },
  chattering: { good: 0, most: 0 },
  priorities: { low: 0.8, high: 0.15, critical: 0.05 },
} as const

const TEN_MINUTES = 10 * MINUTE
/** A flood begins above this many in ten minutes, and is over below that many. */
const FLOOD = { begins: 10, over: 5 }
const BUSY_HOUR = 30
const WORST = 10
const CHATTER = { times: 3, within: MINUTE }

/** How much an operator was asked of in [from, to). Alarms in any order; what was raised before counts as standing only. */
export function alarmLoad(
  alarms: readonly RaisedAlarm[],
  { from, to, operators }: { from: Micros; to: Micros; operators: number },
): AlarmLoad {
  const raised = alarms
    .filter(({ raisedAt }) => raisedAt >= from && raisedAt < to)
    .toSorted((a, b) => a.raisedAt - b.raisedAt)
  const hours = Math.max(to - from, 1) / HOUR
  const tens = countIn(raised, from, to, TEN_MINUTES).map((count) => count / operators)
  const whole = countIn(raised, from, to, HOUR).map((count) => count / operators)
  const byRule = [...Map.groupBy(raised, ({ rule }) => rule)]
    .map(([rule, same]) => ({ rule, asset: same[0]!.asset, alarms: same.length }))
    .toSorted((a, b) => b.alarms - a.alarms || (a.rule < b.rule ? -1 : 1))
  const worst = byRule.slice(0, WORST)
  const share = (part: number, all: number) => (all === 0 ? 0 : part / all)
  return {
    alarms: raised.length,
    perOperatorHour: raised.length / hours / operators,
    mostInTenMinutes: Math.max(0, ...tens),
    floodShare: share(inFlood(tens), tens.length),
    busyHoursShare: share(whole.filter((count) => count > BUSY_HOUR).length, whole.length),
    worst,
    worstShare: share(
      worst.reduce((sum, one) => sum + one.alarms, 0),
      raised.length,
    ),
    standing: alarms.filter(({ raisedAt, clearedAt }) => stands(raisedAt, clearedAt, to)).length,
    chattering: [...Map.groupBy(raised, ({ rule }) => rule)].flatMap(([rule, same]) =>
      same.some((one, i) => isChatter(one, same[i + CHATTER.times - 1])) ? [rule] : [],
    ),
    priorities: Object.fromEntries(
      priorities.map((priority) => [
        priority,
        share(raised.filter((one) => one.priority === priority).length, raised.length),
      ]),
    ) as Record<Priority, number>,
  }
}

const stands = (raisedAt: Micros, clearedAt: Micros | null, at: Micros): boolean =>
  at - raisedAt > DAY && (clearedAt === null || clearedAt > at)

const isChatter = (first: RaisedAlarm, last: RaisedAlarm | undefined): boolean =>
  last !== undefined && last.raisedAt - first.raisedAt <= CHATTER.within

function countIn(raised: readonly RaisedAlarm[], from: Micros, to: Micros, length: number): number[] {
  const counts = Array.from({ length: Math.max(1, Math.ceil((to - from) / length)) }, () => 0)
  for (const { raisedAt } of raised) counts[Math.floor((raisedAt - from) / length)]!++
  return counts
}

/** How many periods lie in floods: from one that is too much to the last before it is bearable again. */
function inFlood(counts: readonly number[]): number {
  let flooded = 0
  let isFlood = false
  for (const count of counts) {
    if (count > FLOOD.begins) isFlood = true
    else if (count < FLOOD.over) isFlood = false
    if (isFlood) flooded++
  }
  return flooded
}
