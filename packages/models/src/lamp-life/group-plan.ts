import type { LampGroup } from './lamp-group.ts'
import { type LampStock, medianLife } from './lamp-lives.ts'
import type { LightingTerms } from './lighting-figures.ts'

/** What a way of keeping lamps is expected to bring over the horizon. */
export interface Course {
  /** SEK, with what is taken from the lamps' value between now and the end. */
  cost: number
  /** Lamps that fail, and that are changed before. */
  failures: number
  changed: number
  darkHours: number
  crewHours: number
}

export interface GroupPlan {
  group: LampGroup
  /** Years from now in which to change all of them; null: as they fail. */
  year: number | null
  onFailure: Course
  now: Course
  best: Course
}

export interface RelampingPlan {
  groups: GroupPlan[]
  onFailure: Course
  planned: Course
  /** Everything at a fixed share of its type's median life, as short as gives the plan's dark hours; null where none does. */
  fixed: { share: number; course: Course } | null
}

/** Fewer are no group: a crew that comes for one brings what it needs for two. */
const LEAST = 3

/**
 * For each group the year in which changing all of it costs least, against leaving each until it fails (age
 * replacement, Barlow & Hunter 1960, with a finite horizon and what is left at its end counted back). Then all of it
 * beside the two usual ways.
 */
export function planRelamping(
  groups: readonly LampGroup[],
  stock: LampStock,
  terms: LightingTerms,
): RelampingPlan {
  const planned = groups.map((group) => planGroup(group, terms))
  const total = sumOf(planned.map((plan) => plan.best))
  return {
    groups: planned.toSorted((a, b) => savingOf(b) - savingOf(a) || (a.group.id < b.group.id ? -1 : 1)),
    onFailure: sumOf(planned.map((plan) => plan.onFailure)),
    planned: total,
    fixed: fixedWith(total.darkHours, groups, stock, terms),
  }
}

export const savingOf = ({ onFailure, best }: GroupPlan): number => onFailure.cost - best.cost

function planGroup(group: LampGroup, terms: LightingTerms): GroupPlan {
  const onFailure = courseOf(group, [], terms)
  const now = courseOf(group, [0], terms)
  let best: { year: number | null; course: Course } = { year: null, course: onFailure }
  if (group.lamps.length >= LEAST) {
    for (let year = 0; year < group.anew.length; year++) {
      const course = year === 0 ? now : courseOf(group, [year], terms)
      if (course.cost < best.course.cost) best = { year, course }
    }
  }
  return { group, year: best.year, onFailure, now, best: best.course }
}

/** What it brings to change a group at the begin of some years, and what fails when it fails. */
export function courseOf(group: LampGroup, changes: readonly number[], terms: LightingTerms): Course {
  const years = group.anew.length
  const part = terms[`part-${group.source === 'LED' ? 'led' : group.source}`]
  const hour = terms['crew-hour'] + terms['lift-hour']
  const hoursAlone = terms['minutes-alone'] / 60
  const hoursInGroup = (terms['minutes-per-group'] + terms['minutes-in-group'] * group.lamps.length) / 60
  const dark = (terms['days-dark'] / 365.25) * group.perYear
  const darkHour = (1 - group.main) * terms['dark-hour'] + group.main * terms['dark-hour-main']
  const ofFailure = part + hoursAlone * hour + dark * darkHour
  const ofChange = part * group.lamps.length + hoursInGroup * hour
  const course: Course = { cost: 0, failures: 0, changed: 0, darkHours: 0, crewHours: 0 }
  let last: number | null = null
  for (let year = 0; year < years; year++) {
    const worth = (1 + terms.interest / 100) ** -year
    if (changes.includes(year)) {
      last = year
      course.cost += worth * ofChange
      course.changed += group.lamps.length
      course.crewHours += hoursInGroup
    }
    const failures = last === null ? group.asTheyAre[year]! : group.anew[year - last]!
    // Spread over the year.
    course.cost += worth * (1 + terms.interest / 100) ** -0.5 * failures * ofFailure
    course.failures += failures
    course.darkHours += failures * dark
    course.crewHours += failures * hoursAlone
  }
  const left = last === null ? group.leftAsTheyAre : group.leftAnew[years - last]!
  const again = part + (terms['minutes-in-group'] / 60) * hour
  course.cost += (group.leftNow * group.lamps.length - (1 + terms.interest / 100) ** -years * left) * again
  return course
}

/** The longest interval that leaves no more hours dark than a plan does. */
function fixedWith(
  darkHours: number,
  groups: readonly LampGroup[],
  stock: LampStock,
  terms: LightingTerms,
): RelampingPlan['fixed'] {
  for (let share = 3; share >= 0.1; share -= 0.05) {
    const course = sumOf(
      groups.map((group) => courseOf(group, atIntervals(group, share * lifeOf(group, stock)), terms)),
    )
    if (course.darkHours <= darkHours) return { share, course }
  }
  return null
}

/** Burn hours. */
const lifeOf = ({ source }: LampGroup, { types }: LampStock): number =>
  medianLife(types.find((type) => type.source === source)!)

/** The years in which a group is as old as the interval, counted from its middle lamp. */
export function atIntervals({ lamps, perYear, anew }: LampGroup, hours: number): number[] {
  const ages = lamps.map((lamp) => lamp.age).toSorted((a, b) => a - b)
  const interval = Math.max(1, Math.round(hours / perYear))
  const first = Math.max(0, Math.round((hours - ages[Math.floor(ages.length / 2)]!) / perYear))
  const years: number[] = []
  for (let year = first; year < anew.length; year += interval) years.push(year)
  return years
}

const sumOf = (courses: readonly Course[]): Course =>
  courses.reduce(
    (sum, one) => ({
      cost: sum.cost + one.cost,
      failures: sum.failures + one.failures,
      changed: sum.changed + one.changed,
      darkHours: sum.darkHours + one.darkHours,
      crewHours: sum.crewHours + one.crewHours,
    }),
    { cost: 0, failures: 0, changed: 0, darkHours: 0, crewHours: 0 },
  )
