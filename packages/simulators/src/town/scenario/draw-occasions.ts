import type { OccasionKind } from '@driftbild/core'
import { instantOf, localDay, weekdayOf } from '../clock.ts'
import { distance, type XY } from '../map/plane.ts'
import { type Random, randomOf } from '../random.ts'
import type { Disturbance } from './disturbance.ts'
import type { Draw } from './draw.ts'

interface Habit {
  what: OccasionKind
  names: readonly string[]
  at: XY
  /** m */
  reach: number
  /** 0 is Monday; every so many weeks, for so many days. */
  weekday: number
  weeks: number
  days: number
  /** Times a usual day's amount, most often, and how much one differs from the next (log). */
  factor: number
  spread: number
}

const habits: readonly Habit[] = [
  {
    ...{ what: 'market', names: ['Lördagsmarknad'], at: [-205, 25], reach: 220 },
    ...{ weekday: 5, weeks: 2, days: 1, factor: 1.9, spread: 0.2 },
  },
  {
    ...{ what: 'match', names: ['Norrviks IF – Älvsby', 'Norrviks IF – Bodfors'], at: [1050, -260] },
    ...{ reach: 450, weekday: 2, weeks: 1, days: 1, factor: 2.4, spread: 0.3 },
  },
  {
    ...{ what: 'concert', names: ['Hamnkonsert'], at: [-150, -655], reach: 300 },
    ...{ weekday: 4, weeks: 4, days: 1, factor: 3, spread: 0.35 },
  },
  {
    ...{ what: 'festivity', names: ['Norrviksdagarna'], at: [-300, 0], reach: 500 },
    ...{ weekday: 4, weeks: 8, days: 3, factor: 2.1, spread: 0.2 },
  },
]

/** Days ahead of the span's end for which occasions are drawn, too. */
const AHEAD = 30

/**
 * What people come together for, by habit: the same kind in the same place, each time a little other. It has chance of its
 * own, so that what else a seed brings stays what it was.
 */
export function drawOccasions({ town, from, to, name }: Draw, seed: number): Disturbance[] {
  const random = randomOf(seed, `occasions of ${town.seed}`)
  const last = localDay(to) + AHEAD
  return habits.flatMap((habit): Disturbance[] => {
    const near = town.plan.waste.containers
      .map(({ tag, at }) => ({ tag, away: distance(at, habit.at) }))
      .filter(({ away }) => away <= habit.reach)
      .toSorted((a, b) => a.away - b.away)
    const [nearest] = near
    const phase = random.whole(0, habit.weeks - 1)
    if (!nearest) return []
    const drawn: Disturbance[] = []
    for (let day = localDay(from) + 1; day <= last; day++) {
      const week = Math.floor((day + 3) / 7)
      if (weekdayOf(day) !== habit.weekday || (week + phase) % habit.weeks !== 0) continue
      const factor = habit.factor * Math.exp(random.normal(0, habit.spread))
      drawn.push({
        ...{ id: name('occasion'), kind: 'occasion', asset: nearest.tag, what: habit.what },
        ...{ name: random.pick(habit.names), bins: near.map(({ tag }) => tag) },
        ...{ from: instantOf(day, 0), to: instantOf(day + habit.days, 0) },
        ...{ factor: Math.round(factor * 100) / 100, expected: said(random, factor) },
      })
    }
    return drawn
  })
}

/** Three in ten say nothing; the others are off by a third, and say whole and half numbers. */
const said = (random: Random, factor: number): number | null => {
  const guess = Math.max(1.5, Math.round(2 * factor * Math.exp(random.normal(0, 0.35))) / 2)
  return random.chance(0.3) ? null : guess
}
