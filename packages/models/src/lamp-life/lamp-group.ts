import { DAY, type LightSource, type Micros } from '@driftbild/core'
import { surviving } from '../common/weibull.ts'
import { burnHours } from './burn-hours.ts'
import type { Lamp, LampStock } from './lamp-lives.ts'
import { lawAnew, lawFinder, lifeLeft, yearlyFailures, yearlyFailuresAnew } from './lamp-outlook.ts'

/** Lamps of one type along one street that one cabinet feeds: what a crew changes in one go. */
export interface LampGroup {
  /** Of cabinet, street and type. */
  id: string
  cabinet: string
  street: string
  source: LightSource
  lamps: readonly Lamp[]
  /** Share of them that hang over a main road. */
  main: number
  /** Hours that one burns in a year. */
  perYear: number
  /** Expected failures in each year of the horizon, if only what fails is replaced: as they are, and all of them new. */
  asTheyAre: readonly number[]
  anew: readonly number[]
  /** Shares of new lamps' lives that are left in them: now, and after each year of the horizon, new or not at its begin. */
  leftNow: number
  leftAsTheyAre: number
  leftAnew: readonly number[]
}

const YEAR = 365.25 * DAY

/** Groups in the order of their ids, one at a time, so that others get their turn in between. */
export function* lampGroups(stock: LampStock, now: Micros, years: number): Generator<LampGroup> {
  const groups = Map.groupBy(stock.lamps, (lamp) => `${lamp.cabinet}/${lamp.source}/${lamp.name}`)
  const laws = lawFinder(stock)
  const streetOf = streetFinder(stock)
  for (const [id, lamps] of [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    yield groupOf(id, lamps, { stock, laws, street: streetOf(lamps[0]!), now, years })
}

/** What a lamp is called, but for the word that all of the stock's begin with: "Luminaire Mill Street" hangs over Mill Street. */
function streetFinder({ lamps }: LampStock): (lamp: Lamp) => string {
  const names = [...new Set(lamps.map(({ name }) => name))]
  const [word] = names[0]?.match(/^\S+\s+/) ?? []
  const isShared = word !== undefined && names.length > 1 && names.every((name) => name.startsWith(word))
  return ({ name }) => (isShared ? name.slice(word.length) : name)
}

function groupOf(
  id: string,
  lamps: readonly Lamp[],
  {
    stock,
    laws,
    street,
    now,
    years,
  }: { stock: LampStock; laws: ReturnType<typeof lawFinder>; street: string; now: Micros; years: number },
): LampGroup {
  const [{ cabinet, source, position }] = lamps as [Lamp]
  const perYear = burnHours(position, now, now + YEAR)
  const main = lamps.filter(({ isMain }) => isMain).length / lamps.length
  const sums = {
    asTheyAre: new Array<number>(years).fill(0),
    anew: new Array<number>(years).fill(0),
    leftAnew: new Array<number>(years + 1).fill(0),
  }
  let [leftNow, leftAsTheyAre] = [0, 0]
  for (const lamp of lamps) {
    const law = laws(lamp)
    const next = lawAnew(stock, lamp)
    const whole = lifeLeft(0, next)
    const anew = yearlyFailuresAnew(perYear, next, years)
    const own = yearlyFailures(lamp.age, perYear, law, anew)
    // Of what was put in so many years ago, what has failed was put in later.
    const leftAfter = Array.from({ length: years + 1 }, (_, y) => lifeLeft(y * perYear, next) / whole)
    const alive = (y: number) => surviving(y * perYear, next)
    const leftOf = (failures: readonly number[], first: number, y: number) =>
      failures.slice(0, y).reduce((sum, f, j) => sum + f * alive(y - j - 1) * leftAfter[y - j - 1]!, first)
    const oldAlive = surviving(lamp.age + years * perYear, law) / Math.max(1e-300, surviving(lamp.age, law))
    leftNow += lifeLeft(lamp.age, law) / whole
    leftAsTheyAre += leftOf(own, (oldAlive * lifeLeft(lamp.age + years * perYear, law)) / whole, years)
    for (let y = 0; y < years; y++) {
      sums.asTheyAre[y]! += own[y]!
      sums.anew[y]! += anew[y]!
    }
    for (let y = 0; y <= years; y++) sums.leftAnew[y]! += leftOf(anew, alive(y) * leftAfter[y]!, y)
  }
  const shares = { leftNow: leftNow / lamps.length, leftAsTheyAre, leftAnew: sums.leftAnew }
  return { id, cabinet, street, source, lamps, main, perYear, ...sums, ...shares }
}
