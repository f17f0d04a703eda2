import { type ForbiddenRange, type Table, wordTypes } from '@driftbild/devices'
import { describe, expect, test } from 'vitest'
import { mostPerRequest, planReads, type Span } from './plan-reads.ts'

const span = (address: number, length: number, table: Table = 'input-register'): Span => ({
  table,
  address,
  length,
})
const plan = (spans: Span[], gap: number, forbidden: ForbiddenRange[] = []) =>
  planReads(spans, { gap, forbidden }).map((r) => [r.table, r.address, r.length, r.spans.length])

describe('requests', () => {
  test('neighbours share one, also across a gap that is small enough', () => {
    expect(plan([span(12, 2), span(0, 2), span(2, 2)], 8)).toEqual([['input-register', 0, 14, 3]])
    expect(plan([span(12, 2), span(0, 2), span(2, 2)], 7)).toEqual([
      ['input-register', 0, 4, 2],
      ['input-register', 12, 2, 1],
    ])
  })

  test('one asks for one table only', () => {
    expect(plan([span(0, 1), span(1, 1, 'holding-register')], 10)).toHaveLength(2)
  })

  test('none asks for more than the protocol allows, and no span is cut', () => {
    const luminaires = Array.from({ length: 240 }, (_, i) => span(100 + i * 10, 7))
    const requests = planReads(luminaires, { gap: 12, forbidden: [] })
    expect(requests.length).toBe(20)
    for (const r of requests) expect(r.length).toBeLessThanOrEqual(125)
    expect(requests.flatMap((r) => r.spans)).toEqual(luminaires)
    expect(plan([span(0, 1999, 'coil'), span(1999, 2, 'coil')], 0)).toHaveLength(2)
  })

  test('overlapping spans are read once', () => {
    expect(plan([span(0, 10), span(4, 2), span(4, 2)], 0)).toEqual([['input-register', 0, 10, 3]])
  })

  test('none touches a forbidden address, however near its neighbours are', () => {
    const spans = [span(0, 2), span(3, 2), span(3, 2, 'holding-register')]
    const forbidden: ForbiddenRange[] = [{ table: 'input-register', from: 2, to: 2 }]
    expect(plan(spans, 12, forbidden)).toEqual([
      ['holding-register', 3, 2, 1],
      ['input-register', 0, 2, 1],
      ['input-register', 3, 2, 1],
    ])
    expect(() => plan([span(1, 2)], 0, forbidden)).toThrow('input-register 1+2 is forbidden')
  })

  test('any mix of points comes out whole and once, within the limits, in the fewest requests', () => {
    const random = randomFrom(7)
    let mostRequests = 0
    for (let round = 0; round < 500; round++) {
      const forbidden = Array.from({ length: random(6) }, (): ForbiddenRange => {
        const from = random(900)
        return { table: tables[random(4)]!, from, to: from + random(8) }
      })
      const rules = { gap: random(30), forbidden }
      const spans = Array.from({ length: 1 + random(80) }, () => anyPoint(random)).filter(
        (s) => !forbidden.some((range) => touches(s, range)),
      )
      const requests = planReads(spans, rules)
      mostRequests = Math.max(mostRequests, requests.length)
      const served = requests.flatMap((r) => r.spans)
      expect(served).toHaveLength(spans.length)
      expect(new Set(served)).toEqual(new Set(spans))
      for (const r of requests) {
        expect(r.length).toBeLessThanOrEqual(mostPerRequest[r.table])
        expect(forbidden.filter((range) => touches(r, range))).toEqual([])
        expect(longestIdleRun(r)).toBeLessThanOrEqual(rules.gap)
        for (const s of r.spans) {
          expect(s.table).toBe(r.table)
          expect(s.address).toBeGreaterThanOrEqual(r.address)
          expect(s.address + s.length).toBeLessThanOrEqual(r.address + r.length)
        }
      }
      // Two neighbours that could have shared a request would be one too many.
      for (const [i, r] of requests.entries()) {
        const next = requests[i + 1]
        if (next?.table !== r.table) continue
        const joined = { ...r, length: next.spans[0]!.address + next.spans[0]!.length - r.address }
        const why =
          next.address - (r.address + r.length) > rules.gap ||
          joined.length > mostPerRequest[r.table] ||
          forbidden.some((range) => touches(joined, range))
        expect(why).toBe(true)
      }
    }
    expect(mostRequests).toBeGreaterThan(20)
  })

  test('a span too long for any request is a mistake in its profile', () => {
    expect(() => planReads([span(0, 126)], { gap: 0, forbidden: [] })).toThrow(
      '126 addresses from input-register 0',
    )
  })
})

const tables: Table[] = ['coil', 'discrete-input', 'holding-register', 'input-register']
const lengths = [...new Set(Object.values(wordTypes))]

function anyPoint(random: (n: number) => number): Span {
  const table = tables[random(4)]!
  const length = table.endsWith('register') ? lengths[random(lengths.length)]! : 1
  return span(random(900), length, table)
}

const touches = (s: Span, { table, from, to }: ForbiddenRange) =>
  s.table === table &&
  Array.from({ length: s.length }, (_, i) => s.address + i).some((a) => a >= from && a <= to)

function longestIdleRun(request: { address: number; length: number; spans: Span[] }): number {
  let [longest, run] = [0, 0]
  for (let a = request.address; a < request.address + request.length; a++) {
    run = request.spans.some((s) => a >= s.address && a < s.address + s.length) ? 0 : run + 1
    longest = Math.max(longest, run)
  }
  return longest
}

function randomFrom(seed: number) {
  let state = seed
  return (n: number): number => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * n)
  }
}
