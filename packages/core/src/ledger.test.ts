import { expect, test } from 'vitest'
import { joinLate, type LateArrival, stillMissing } from './ledger.ts'
import { MINUTE } from './time.ts'

const silence = { from: 100, to: 200 }
const cases: [string, number[], number, [number, number][]][] = [
  ['nothing heard leaves it whole', [], 10, [[100, 200]]],
  ['even where the rule would allow such a pause', [], 500, [[100, 200]]],
  ['heard throughout, nothing is missing', [105, 115, 125, 135, 145, 155, 165, 175, 185, 195], 10, []],
  ['a pause that the rule allows is none', [110, 120, 130, 140, 150, 160, 170, 180, 190], 10, []],
  [
    'heard in the middle, both ends are missing',
    [150, 155],
    10,
    [
      [100, 150],
      [155, 200],
    ],
  ],
  ['heard at the beginning, the end is missing', [105, 110], 10, [[110, 200]]],
  ['a hole in what was heard', [110, 120, 160, 170, 180, 190], 10, [[120, 160]]],
  ['the ends themselves say nothing', [100, 200], 10, [[100, 200]]],
  ['nor does what lies outside', [50, 90, 210], 10, [[100, 200]]],
]
test.each(cases)('%s', (_, heard, allowed, expected) => {
  expect(stillMissing(silence, heard, allowed).map(({ from, to }) => [from, to])).toEqual(expected)
})

test('heard in two parts it comes to the same as in one', () => {
  const heard = [103, 111, 130, 131, 150, 190]
  const whole = stillMissing(silence, heard, 10)
  for (const cut of [0, 1, 3, 5, 6]) {
    const [first, second] = [heard.slice(0, cut), heard.slice(cut)]
    const inParts = stillMissing(silence, first, 10).flatMap((piece) => stillMissing(piece, second, 10))
    expect(inParts).toEqual(whole)
  }
})

test('late batches that come one after the other are one arrival', () => {
  const batch = (from: number, arrived: number): LateArrival => ({
    from,
    to: from + 10,
    arrivedFrom: arrived,
    arrivedTo: arrived,
    readings: 5,
  })
  const far = 30 * MINUTE
  expect(joinLate([batch(100, 1000), batch(50, 1500), batch(300, 1500 + far)], MINUTE)).toEqual([
    { from: 50, to: 110, arrivedFrom: 1000, arrivedTo: 1500, readings: 10 },
    { from: 300, to: 310, arrivedFrom: 1500 + far, arrivedTo: 1500 + far, readings: 5 },
  ])
  expect(joinLate([], MINUTE)).toEqual([])
})
