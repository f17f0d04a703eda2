import { createHash } from 'node:crypto'
import { DAY, HOUR, MINUTE, parseTime } from '@driftbild/core'
import { describe, expect, test, vi } from 'vitest'
import type { Sample } from '../../value-source.ts'
import { drawScenario } from '../scenario/draw.ts'
import { day } from '../testing.ts'
import { makeTown } from '../town.ts'
import { liveSource } from './live-source.ts'
import { simulate } from './simulate.ts'

vi.setConfig({ testTimeout: 120_000 })

const town = makeTown(1)
const now = parseTime('2026-11-20T22:13:07Z')
const scenario = drawScenario(town, 7, now - 60 * DAY, now)
const name = (s: Sample) => `${s.key}@${s.time}`

async function all(spec: Parameters<typeof simulate>[1], of = town): Promise<Sample[]> {
  const samples: Sample[] = []
  for await (const chunk of simulate(of, spec)) for (const sample of chunk) samples.push(sample)
  return samples
}
const hashOf = (samples: readonly Sample[]) =>
  createHash('sha256').update(JSON.stringify(samples)).digest('hex')

describe('history', () => {
  test('is the same from the same seed, to the last byte', async () => {
    const span = { from: now - DAY, to: now, scenario }
    const [a, b] = [await all(span), await all(span, makeTown(1))]
    expect(a.length).toBeGreaterThan(40_000)
    expect(hashOf(a)).toBe(hashOf(b))
  })

  test('of a day does not depend on where one began to look', async () => {
    const from = day('2026-11-18')
    const short = await all({ from, to: from + DAY, scenario })
    const long = await all({ from: from - DAY, to: from + DAY, scenario })
    expect(hashOf(long.filter((s) => s.time >= from))).toBe(hashOf(short))
  })

  test('comes in time order, within what the instruments can show', async () => {
    const ranges = new Map(town.register.signals.map((s) => [s.key, s.range]))
    let last = 0
    for (const { key, time, value } of await all({ from: now - DAY, to: now, scenario: [] })) {
      expect(time).toBeGreaterThanOrEqual(last)
      last = time
      const range = ranges.get(key)
      if (range && (value === null || value < range[0] || value > range[1]))
        throw new Error(`${key}: ${value}`)
    }
  })

  test('reports every signal as often as its rule promises', async () => {
    const from = day('2026-11-18')
    const counts = new Map<string, number>()
    for (const { key } of await all({ from, to: from + DAY, scenario: [] })) {
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    for (const { key, reporting } of town.register.signals) {
      if (reporting.type !== 'every') throw new Error(`${key} reports ${reporting.type}`)
      expect(counts.get(key), key).toBe(86_400 / reporting.seconds)
    }
  })
})

describe('history and live', () => {
  test('are one town: together they give each sample once, and of one instant the same', async () => {
    const to = now
    const history = await all({ from: to - 50 * HOUR, to, scenario, handOver: true })
    const source = await liveSource(town, { from: to, scenario })
    const live: Sample[] = []
    for (let at = to; at <= to + 20 * MINUTE; at += 250_000) live.push(...source.samplesUntil(at))
    source.close()
    const names = [...history, ...live].map(name)
    expect(new Set(names).size).toBe(names.length)
    // Live begins with the newest of every signal, and history has them up to just there.
    const first = new Map<string, number>()
    for (const { key, time } of live) if (!first.has(key)) first.set(key, time)
    expect(first.size).toBe(town.register.signals.length)
    for (const [key, time] of first) expect(time, key).toBeLessThanOrEqual(to)
    const last = new Map(history.map((s) => [s.key, s.time]))
    for (const { key, reporting } of town.register.signals) {
      const gap = first.get(key)! - last.get(key)!
      expect(gap, key).toBeGreaterThan(0)
      if (reporting.type === 'every') expect(gap, key).toBeLessThanOrEqual(reporting.seconds * 1e6)
    }
    // What live says of an instant is what history would have said of it.
    const same = new Map(
      (await all({ from: to - HOUR, to: to + 20 * MINUTE, scenario })).map((s) => [name(s), s]),
    )
    const shared = live.filter((s) => same.has(name(s)))
    expect(shared.length).toBeGreaterThan(500)
    for (const sample of shared) expect(sample).toEqual(same.get(name(sample)))
  })

  test('live shows pumps and meters every ten seconds and gives nothing twice', async () => {
    const source = await liveSource(town, { from: now, scenario: [] })
    const samples: Sample[] = []
    for (let at = now; at <= now + MINUTE; at += 250_000) samples.push(...source.samplesUntil(at))
    expect([...source.samplesUntil(now + MINUTE)]).toEqual([])
    source.close()
    const of = (key: string) => samples.filter((s) => s.key === key).map((s) => s.time)
    expect(of('QM1/flow')).toHaveLength(7)
    expect(of('VV1-P1/power')).toHaveLength(7)
    expect(of('BC01/current-l1')).toHaveLength(2)
    const times = samples.map((s) => s.time)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  test('accelerated, live draws out its rhythm but keeps to history’s', async () => {
    const source = await liveSource(town, { from: now, scenario: [], speed: 3600 })
    const samples: Sample[] = []
    for (let at = now; at <= now + HOUR; at += MINUTE) samples.push(...source.samplesUntil(at))
    source.close()
    const of = (key: string) => samples.filter((s) => s.key === key && s.time > now)
    expect(of('QM1/flow')).toHaveLength(12)
    expect(of('BC01/current-l1')).toHaveLength(4)
  })
})
