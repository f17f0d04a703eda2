import { gammaTail } from '@driftbild/core'
import { weekdayOfDay } from '../common/local-index.ts'
import { logit } from '../common/logistic.ts'
import { clamp } from '../common/statistics.ts'
import { FULL } from './config.ts'
import { type DayLevel, moveAt } from './day-levels.ts'

/** Days in which a day's gain loses half its say: of the last weeks, and of the season. */
const MEMORIES = [20, 90] as const
/** What a container gains a day and its square, until it has shown its own; and how many days that counts as. */
const USUAL = { gain: 0.13, square: 0.02, days: 4, weekdays: 2 }
const LEAST_SPREAD = 0.003
/** Sensors tell tenths: full is said from half a tenth below. */
const HALF_STEP = 0.05

/**
 * The fill as a gamma process, whose daily gains vary by themselves: log-odds that it has crossed the limit `ahead` days
 * on and how much its gains spread, for each memory; what it gains on the day's weekday; its last gains; and of how many
 * of the last days nothing is known.
 */
export function crossingFeatures(days: readonly DayLevel[], fill: number, ahead: number): number[] {
  const gains = gainsOf(days)
  const today = days.at(-1)?.day ?? 0
  const byMemory = MEMORIES.flatMap((half) => {
    let { days: weight } = USUAL
    let sum = weight * USUAL.gain
    let squares = weight * USUAL.square
    for (const { day, gain } of gains) {
      const say = 0.5 ** ((today - day) / half)
      weight += say
      sum += say * gain
      squares += say * gain * gain
    }
    const mean = sum / weight
    const spread = Math.max(LEAST_SPREAD, squares / weight - mean * mean)
    const crossed = gammaTail((mean * mean * ahead) / spread, ((FULL - HALF_STEP - fill) * mean) / spread)
    return [logit(clamp(crossed, 0.005, 0.995)), spread]
  })
  const last = gains.slice(-3).map(({ gain }) => gain)
  const [one = USUAL.gain, two = USUAL.gain, three = USUAL.gain] = last.toReversed()
  const unknown = days.slice(-14).filter((d) => d.fill === null).length
  return [...byMemory, weekdayGain(gains, today, ahead), one, two, three, unknown]
}

/** Gains of days that are known, oldest first. After an emptying what is in it is the gain; a brimful one can't gain. */
function gainsOf(days: readonly DayLevel[]): { day: number; gain: number }[] {
  return days.flatMap(({ day, fill }, i) => {
    const move = moveAt(days, i)
    if (fill === null || move === 'unknown') return []
    const before = days[i - 1]!.fill!
    if (move === 'emptied') return [{ day, gain: fill }]
    return before > 0.99 ? [] : [{ day, gain: Math.max(0, fill - before) }]
  })
}

function weekdayGain(gains: readonly { day: number; gain: number }[], today: number, ahead: number): number {
  const weekday = weekdayOfDay(today + ahead)
  let { weekdays: weight } = USUAL
  let sum = weight * USUAL.gain
  for (const { day, gain } of gains) {
    if (weekdayOfDay(day) !== weekday) continue
    const say = 0.5 ** ((today - day) / MEMORIES[1])
    weight += say
    sum += say * gain
  }
  return sum / weight
}
