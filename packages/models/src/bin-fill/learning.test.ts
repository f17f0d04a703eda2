import { DAY } from '@driftbild/core'
import { beforeAll, expect, test } from 'vitest'
import { randomFrom } from '../../test/series.ts'
import { weekdayOfDay } from '../common/local-index.ts'
import type { Learnt } from '../learning.ts'
import type { DayLevel } from './day-levels.ts'
import { type BinPast, type BinWeights, LEAST, learnForest } from './learning.ts'
import { binFill, binFillArtefact } from './model.ts'

const FIRST = 20_000
const came: BinWeights = { forest: binFillArtefact, table: { data: 'none', points: [] } }

/** Fills by a quarter on Fridays and Saturdays, by less on other days; emptied when nearly full. */
function past(n: number, days: number): BinPast {
  const random = randomFrom(n + 1)
  let fill = 0
  const levels = Array.from({ length: days }, (_, i): DayLevel => {
    const emptied = fill > 0.86
    const busy = [5, 6].includes(weekdayOfDay(FIRST + i - 1))
    fill = (emptied ? 0 : fill) + (busy ? 0.25 : 0.06) + 0.02 * Math.abs(random.normal())
    return { day: FIRST + i, fill: Math.min(1, fill), emptied }
  })
  return { tag: `K-${n}`, holidays: 'none', days: levels, occasions: [] }
}
const pastsOf = (count: number, days: number) => Array.from({ length: count }, (_, n) => past(n, days))
const pasts = pastsOf(LEAST.subjects, LEAST.days + 28)

let learnt: Learnt<BinWeights>
const told: number[] = []
beforeAll(() => {
  learnt = learnForest(pasts, came, (share) => told.push(share)) as Learnt<BinWeights>
}, 60_000)

test('what is still lacking is said', () => {
  expect(learnForest([], came)).toEqual({ lacking: LEAST })
  expect(learnForest(pastsOf(LEAST.subjects - 2, LEAST.days - 5), came)).toEqual({
    lacking: { subjects: 2, days: 5 },
  })
})

test('two months are tried, each by what came before it, and how far it is is told meanwhile', () => {
  const end = FIRST + LEAST.days + 28
  expect(learnt.heldOut.from).toBeGreaterThanOrEqual((end - 56) * DAY)
  expect(learnt.heldOut.to).toBeLessThan(end * DAY)
  expect(learnt.taught.subjects).toBe(LEAST.subjects)
  expect(told.at(-1)).toBe(1)
  expect(told).toEqual(told.toSorted((a, b) => a - b))
})

test('what weekdays do to all containers is learnt, and is worth more than each by itself', () => {
  const brier = learnt.heldOut.scores.find(({ measure }) => measure === 'brier')!
  expect(brier.after).toBeLessThan(brier.before)
})

test('days on which something was on teach nothing', () => {
  const every = pasts.map((one) => ({ ...one, occasions: one.days.map(({ day }) => day) }))
  const some = pasts.map((one, n) => (n === 0 ? every[0]! : one))
  const { taught } = learnForest(some, came) as Learnt<BinWeights>
  expect(taught.subjects).toBe(LEAST.subjects - 1)
})

test('the model speaking by them is the model with other weights', () => {
  const model = binFill.learning!.with(JSON.parse(JSON.stringify(learnt.weights)))
  expect([model.name, model.version]).toEqual([binFill.name, binFill.version])
})
