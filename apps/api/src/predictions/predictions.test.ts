import { DAY, type Micros, parseTime, type Subject } from '@driftbild/core'
import type { ConfirmedFault, PredictionCase } from '@driftbild/store'
import { expect, test } from 'vitest'
import { recordOf } from './model-record.ts'
import { similarCases } from './similar-cases.ts'

const MARCH = parseTime('2026-03-10T04:00:00Z')
const asset = (tag: string): Subject => ({ type: 'asset', tag })

function said(id: string, tag: string, more: Partial<PredictionCase> = {}): PredictionCase {
  return {
    ...{ id, subject: asset(tag), kind: 'pump-failure', firstAsOf: MARCH, asOf: MARCH, probability: 0.8 },
    ...{ size: null, standing: false, judged: null },
    model: { name: 'one', version: '1', artefact: 'x' },
    ...more,
  }
}
const judged = (agree: boolean, order: number | null = null): Partial<PredictionCase> => ({
  judged: {
    ...{ agree, reason: 'sett', at: MARCH },
    order: order === null ? null : { id: `order-${order}`, number: order },
  },
})

const standings = new Map([
  ['P-1', { zone: 'Z1', class: 'pump' }],
  ['P-2', { zone: 'Z1', class: 'pump' }],
  ['P-9', { zone: 'Z2', class: 'pump' }],
  ['S-1', { zone: null, class: 'sewer-pump' }],
])
const similar = (asked: PredictionCase, past: PredictionCase[], most = 9) =>
  similarCases(asked, past, ({ subject }) => standings.get(subject.tag)!, most).map((one) => [
    one.case.id,
    one.likeness,
  ])

test('the same place is nearest, then its zone, its class and the rest', () => {
  const asked = said('now', 'P-1', { standing: true })
  const past = [said('far', 'S-1'), said('class', 'P-9'), said('zone', 'P-2'), said('own', 'P-1'), asked]
  expect(similar(asked, past)).toEqual([
    ['own', 'same-place'],
    ['zone', 'same-zone'],
    ['class', 'same-class'],
    ['far', 'same-kind'],
  ])
})

test('what somebody looked at goes before what only ended, and what still stands tells nothing', () => {
  const asked = said('now', 'P-1')
  const past = [
    said('zone', 'P-2'),
    said('class, judged', 'P-9', judged(false)),
    said('open', 'P-1', { standing: true }),
    said('another kind', 'P-1', { kind: 'sensor-fault' }),
  ]
  expect(similar(asked, past).map(([id]) => id)).toEqual(['class, judged', 'zone'])
})

test('of equals the one of like size and sureness is nearer', () => {
  const size = (value: number) => ({ size: { value, low: value, high: value, unit: 'm3/h' } })
  const asked = said('now', 'P-1', size(4))
  expect(similar(asked, [said('large', 'P-2', size(16)), said('alike', 'P-2', size(5))], 1)).toEqual([
    ['alike', 'same-zone'],
  ])
})

const fault = (id: string, from: Micros, more: Partial<ConfirmedFault>): ConfirmedFault => ({
  ...{ id, subject: asset('P-1'), mode: 'pump-failure', from, zones: [] },
  ...{ order: { id: 'o', number: 1 }, foretold: null, noticed: from },
  ...more,
})

test('a record counts what was right, wrong, foretold, late and missed', () => {
  const april = MARCH + 30 * DAY
  const cases = [
    said('a', 'P-1', judged(true, 11)),
    said('b', 'P-2', judged(false, 12)),
    said('c', 'P-9', { ...judged(true), firstAsOf: april }),
    said('d', 'P-9', { standing: true }),
    said('e', 'P-9'),
  ]
  const faults = [
    fault('foretold', MARCH, { foretold: MARCH, noticed: MARCH + DAY }),
    fault('by the model alone', MARCH, { foretold: MARCH, noticed: null }),
    fault('late', MARCH, { foretold: MARCH + DAY }),
    fault('missed', april, {}),
  ]
  const record = recordOf(cases, faults, {
    ...{ subjects: 4, from: MARCH - 183 * DAY, to: MARCH, zone: 'Europe/Stockholm' },
    placeOf: ({ tag }) => standings.get(tag)!.zone,
  })
  expect(record).toMatchObject({
    all: { said: 5, judged: 3, right: 2, missed: 1 },
    ...{ byOrder: 2, standing: 1, unjudged: 1, foretold: 2, late: 1 },
    reliability: [{ count: 3, said: expect.closeTo(0.8), was: expect.closeTo(2 / 3) }],
    months: [
      { name: '2026-04', tally: { said: 1, judged: 1, right: 1, missed: 1 } },
      { name: '2026-03', tally: { said: 4, judged: 2, right: 1, missed: 0 } },
    ],
    places: [
      { name: 'Z1', tally: { said: 2, judged: 2, right: 1, missed: 1 } },
      { name: 'Z2', tally: { said: 3, judged: 1, right: 1, missed: 0 } },
    ],
    missed: [{ id: 'missed' }],
  })
  expect(record.falseAlarmsPerYear).toBeCloseTo(1 / (4 * (183 / 365.25)))
  expect(record.brier).toBeCloseTo((0.04 + 0.04 + 0.64) / 3)
})

test('a model of which nothing is known yet has no rates', () => {
  const given = { subjects: 3, from: null, to: MARCH, zone: 'UTC', placeOf: () => null }
  expect(recordOf([], [], given)).toMatchObject({ falseAlarmsPerYear: null, brier: null, reliability: [] })
})
