import type { Table } from '@driftbild/devices'
import { describe, expect, test } from 'vitest'
import { mostPerRequest, planReads, type Span } from './plan-reads.ts'

const span = (address: number, length: number, table: Table = 'input-register'): Span => ({
  table,
  address,
  length,
})
const plan = (spans: Span[], gap: number) =>
  planReads(spans, gap).map((r) => [r.table, r.address, r.length, r.spans.length])

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
    const requests = planReads(luminaires, 12)
    expect(requests.length).toBe(20)
    for (const r of requests) expect(r.length).toBeLessThanOrEqual(125)
    expect(requests.flatMap((r) => r.spans)).toEqual(luminaires)
    expect(plan([span(0, 1999, 'coil'), span(1999, 2, 'coil')], 0)).toHaveLength(2)
  })

  test('overlapping spans are read once', () => {
    expect(plan([span(0, 10), span(4, 2), span(4, 2)], 0)).toEqual([['input-register', 0, 10, 3]])
  })

  test('any mix of spans comes out whole, within the limits, in the fewest runs for its gap', () => {
    let seed = 7
    const random = (n: number) => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31
      return seed % n
    }
    for (let round = 0; round < 200; round++) {
      const tables: Table[] = ['coil', 'input-register']
      const spans = Array.from({ length: 1 + random(60) }, () =>
        span(random(900), 1 + random(20), tables[random(2)]),
      )
      const requests = planReads(spans, random(30))
      expect(requests.flatMap((r) => r.spans)).toHaveLength(spans.length)
      for (const r of requests) {
        expect(r.length).toBeLessThanOrEqual(mostPerRequest[r.table])
        for (const s of r.spans) {
          expect(s.address).toBeGreaterThanOrEqual(r.address)
          expect(s.address + s.length).toBeLessThanOrEqual(r.address + r.length)
        }
      }
    }
  })

  test('a span too long for any request is a mistake in its profile', () => {
    expect(() => planReads([span(0, 126)], 0)).toThrow('126 addresses from input-register 0')
  })
})
