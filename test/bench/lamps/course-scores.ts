import type { Micros } from '@driftbild/core'
import {
  atIntervals,
  courseOf,
  type LampGroup,
  type LampStock,
  type LightingTerms,
  lampGroups,
  medianLife,
  planRelamping,
} from '@driftbild/models/lamp-life'
import { lampLife, type Town } from '@driftbild/simulators'

export interface PlayedCourse {
  cost: number
  failures: number
  darkHours: number
}

export interface CourseScores {
  planned: PlayedCourse
  onFailure: PlayedCourse
  /** At the interval that leaves as many hours dark, between the two nearest that were played. */
  fixed: PlayedCourse & { share: number }
}

const SHARES = Array.from({ length: 30 }, (_, i) => 0.3 + 0.1 * i)

/**
 * Plays each way of keeping lamps by the town's own law of lives, which no plan knows, and counts with the plan's
 * prices what really fails. Failures of each year come from lives that are drawn, not from expectations.
 */
export function courseScores(
  of: readonly { town: Town; stock: LampStock }[],
  now: Micros,
  { terms, plays }: { terms: LightingTerms; plays: number },
): CourseScores {
  const ways = new Map<string, PlayedCourse>()
  const add = (name: string, course: PlayedCourse): void => {
    const sum = ways.get(name) ?? { cost: 0, failures: 0, darkHours: 0 }
    for (const key of ['cost', 'failures', 'darkHours'] as const) sum[key] += course[key] / plays
    ways.set(name, sum)
  }
  for (const { town, stock } of of) {
    const groups = [...lampGroups(stock, now, terms.horizon)]
    const { groups: plans } = planRelamping(groups, stock, terms)
    const years = new Map(plans.map((plan) => [plan.group.id, plan.year]))
    const lives = livesOf(town, stock)
    for (let play = 0; play < plays; play++) {
      for (const group of groups) {
        const year = years.get(group.id) ?? null
        const one = (changes: readonly number[]) => playGroup(group, changes, { terms, lives, play })
        add('planned', one(year === null ? [] : [year]))
        add('onFailure', one([]))
        for (const share of SHARES) {
          const life = medianLife(stock.types.find((type) => type.source === group.source)!)
          add(`fixed ${share}`, one(atIntervals(group, share * life)))
        }
      }
    }
  }
  const planned = ways.get('planned')!
  const fixed = SHARES.map((share) => ({ share, ...ways.get(`fixed ${share}`)! }))
  return { planned, onFailure: ways.get('onFailure')!, fixed: atEqualDarkness(fixed, planned.darkHours) }
}

/** Between the last that leaves fewer hours dark and the first that leaves more. */
function atEqualDarkness(
  fixed: readonly (PlayedCourse & { share: number })[],
  darkHours: number,
): PlayedCourse & { share: number } {
  const after = fixed.findIndex((one) => one.darkHours > darkHours)
  if (after < 1) return fixed.at(after)!
  const [a, b] = [fixed[after - 1]!, fixed[after]!]
  const w = (darkHours - a.darkHours) / (b.darkHours - a.darkHours)
  const between = (key: keyof PlayedCourse | 'share') => a[key] + w * (b[key] - a[key])
  return {
    ...{ share: between('share'), cost: between('cost') },
    ...{ failures: between('failures'), darkHours },
  }
}

type Lives = (tag: string, play: number, n: number) => { hours: number; age: number }

/** The n-th life in a position: the first goes on from its age, those after it are of a batch of the shelf. */
function livesOf(town: Town, stock: LampStock): Lives {
  const luminaires = new Map(town.plan.cabinets.flatMap((c) => c.luminaires).map((one) => [one.tag, one]))
  const lamps = new Map(stock.lamps.map((lamp) => [lamp.tag, lamp]))
  return (tag, play, n) => {
    const { batch, age } = lamps.get(tag)!
    const { scale, shape } = lampLife(luminaires.get(tag)!, n === 0 ? batch : `shelf-${play}-${n}-${tag}`)
    const behind = n === 0 ? (age / scale) ** shape : 0
    const drawn = chance(`${town.seed} ${tag} ${play} ${n}`)
    return { hours: scale * (behind - Math.log(1 - drawn)) ** (1 / shape), age: n === 0 ? age : 0 }
  }
}

function playGroup(
  group: LampGroup,
  changes: readonly number[],
  { terms, lives, play }: { terms: LightingTerms; lives: Lives; play: number },
): PlayedCourse {
  const years = group.anew.length
  const failures = new Array<number>(years).fill(0)
  let left = 0
  for (const { tag } of group.lamps) {
    let n = 0
    let { hours, age } = lives(tag, play, n)
    for (let year = 0; year < years; year++) {
      if (changes.includes(year)) ({ hours, age } = lives(tag, play, ++n))
      age += group.perYear
      if (age < hours) continue
      failures[year]!++
      ;({ hours, age } = lives(tag, play, ++n))
    }
    left += Math.max(0, Math.min(1, 1 - age / MEAN_LIFE[group.source]))
  }
  const course = courseOf({ ...group, asTheyAre: failures, leftAsTheyAre: left }, [], terms)
  const worth = (year: number) => (1 + terms.interest / 100) ** -year
  const changed = changes.reduce((sum, year) => sum + worth(year), 0) * costOfChange(group, terms)
  return { cost: course.cost + changed, failures: course.failures, darkHours: course.darkHours }
}

/** Burn hours: the mean of the town's own laws, by which what is left at the end is worth something. */
const MEAN_LIFE = { LED: 115_000, 'high-pressure-sodium': 32_000, 'metal-halide': 14_000, mercury: 20_000 }

function costOfChange(group: LampGroup, terms: LightingTerms): number {
  const still = { ...group, asTheyAre: [0], anew: [0], leftNow: 0, leftAsTheyAre: 0, leftAnew: [0, 0] }
  return courseOf(still, [0], terms).cost
}

/** 0 ≤ x < 1 that belongs to a text. */
function chance(text: string): number {
  let h = 2166136261
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39)
  return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32
}
