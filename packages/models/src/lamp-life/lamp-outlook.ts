import { DAY, type Micros } from '@driftbild/core'
import { cumulativeHazard, failsWithin, surviving, type WeibullLaw } from '../common/weibull.ts'
import { burnHours } from './burn-hours.ts'
import { type FittedType, type Lamp, type LampStock, lawOf } from './lamp-lives.ts'

/** How likely a lamp is to fail within so many days of now, as long as the nights of these days are. */
export function failureChance(lamp: Lamp, law: WeibullLaw, now: Micros, days: number): number {
  return failsWithin(lamp.age, burnHours(lamp.position, now, now + days * DAY), law)
}

/** Expected failures among lamps in each of the coming months of thirty days. */
export function monthlyFailures(
  stock: LampStock,
  lamps: readonly Lamp[],
  now: Micros,
  months: number,
): number[] {
  const laws = lawFinder(stock)
  const sums = new Array<number>(months).fill(0)
  for (const lamp of lamps) {
    const law = laws(lamp)
    const left = (month: number) => 1 - failureChance(lamp, law, now, month * 30)
    for (let m = 0; m < months; m++) sums[m]! += left(m) - left(m + 1)
  }
  return sums
}

export function lawFinder({ types }: LampStock): (lamp: Lamp) => WeibullLaw {
  const byType = new Map<string, FittedType>(types.map((type) => [type.source, type]))
  return (lamp) => lawOf(byType.get(lamp.source)!, lamp)
}

/** The law of what is put in instead: the same place, a batch of which nothing is known. */
export function lawAnew({ types }: LampStock, lamp: Lamp): WeibullLaw {
  return lawOf(types.find((type) => type.source === lamp.source)!, { ...lamp, batch: null })
}

/** Burn hours that one of an age has left on average. */
export function lifeLeft(age: number, law: WeibullLaw): number {
  const behind = cumulativeHazard(age, law)
  // Beyond thirty more of hazard next to nothing is left.
  const end = law.scale * (behind + 30) ** (1 / law.shape)
  const steps = 60
  const step = (end - age) / steps
  let sum = 0
  for (let i = 0; i < steps; i++)
    sum += step * Math.exp(behind - cumulativeHazard(age + (i + 0.5) * step, law))
  return sum
}

/** Year by year, how often one that sits there fails if each that fails is replaced at the end of its year. */
export function yearlyFailures(
  age: number,
  perYear: number,
  law: WeibullLaw,
  anew: readonly number[],
): number[] {
  const now = surviving(age, law)
  const first = anew.map((_, y) =>
    now === 0
      ? Number(y === 0)
      : (surviving(age + y * perYear, law) - surviving(age + (y + 1) * perYear, law)) / now,
  )
  return first.map((f, y) => first.slice(0, y).reduce((sum, before, j) => sum + before * anew[y - j - 1]!, f))
}

/** The same of one that has just been put in. */
export function yearlyFailuresAnew(perYear: number, law: WeibullLaw, years: number): number[] {
  const first = Array.from(
    { length: years },
    (_, y) => surviving(y * perYear, law) - surviving((y + 1) * perYear, law),
  )
  const anew: number[] = []
  for (const [y, f] of first.entries())
    anew.push(first.slice(0, y).reduce((sum, before, j) => sum + before * anew[y - j - 1]!, f))
  return anew
}
