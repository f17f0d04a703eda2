import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OutboxEntry } from '@driftbild/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Taken } from '../driver.ts'
import { aReading, T0, taken } from '../testing/readings.ts'
import { temporaryFolder } from '../testing/temporary.ts'
import { until } from '../testing/until.ts'
import { Outbox, type OutboxOptions } from './outbox.ts'

function open(folder: string, options: Partial<OutboxOptions> = {}): Outbox {
  const outbox = new Outbox({
    path: join(folder, 'outbox.sqlite'),
    now: () => T0,
    log: () => undefined,
    ...options,
  })
  onTestFinished(() => outbox.close())
  return outbox
}
// Noise hardly compresses, so that a small limit is reached with few of them.
const noise = (key: string, from: number, n: number, kind?: Taken['kind']) =>
  Array.from({ length: n }, (_, i) => taken(key, aReading(from + i, Math.random()), kind))
const times = (entries: OutboxEntry[], key: string) =>
  entries.flatMap((e) => (e.kind === 'reading' && e.key === key ? [(e.reading.sourceTime - T0) / 1e6] : []))
const silences = (entries: OutboxEntry[]) => entries.flatMap((e) => (e.kind === 'silence' ? [e.silence] : []))
const consecutive = (entries: OutboxEntry[]) =>
  entries.every((e, i) => i === 0 || e.sequence === entries[i - 1]!.sequence + 1)

test('a full outbox refuses new readings, keeps all it has, and says what is missing once there is room', async () => {
  const outbox = open(temporaryFolder(), { limit: 200_000 })
  let stored = 0
  while (await outbox.take({ readings: noise('A/pressure', stored, 1000) })) stored += 1000
  expect(stored).toBeGreaterThan(1000)
  expect(await outbox.take({ readings: noise('B/pressure', 5, 3) })).toBe(false)
  expect(times(outbox.read(0, 1e6), 'A/pressure')).toEqual(Array.from({ length: stored }, (_, i) => i))

  outbox.acknowledge(outbox.last)
  expect(await outbox.take({ readings: noise('B/pressure', 10, 1) })).toBe(true)
  expect(silences(outbox.read(outbox.durable, 1e6))).toMatchObject([
    { signals: ['B/pressure'], from: T0 + 5e6, to: T0 + 7e6, reason: 'outbox-full' },
  ])
})

test('a cursor stands still at a refused reading until its driver has closed the gap', async () => {
  const outbox = open(temporaryFolder(), { limit: 100_000 })
  await outbox.take({ readings: noise('B/pressure', 0, 1), follows: true })
  for (let i = 0; await outbox.take({ readings: noise('A/pressure', i, 1000) }); i += 1000);
  expect(await outbox.take({ readings: noise('B/pressure', 1, 1), follows: true })).toBe(false)
  outbox.acknowledge(outbox.last)
  expect(await outbox.take({ readings: noise('B/pressure', 2, 1), follows: true })).toBe(true)
  expect(outbox.cursor('B/pressure')).toBe(T0)
  await outbox.take({ readings: [], cursors: { 'B/pressure': T0 + 2e6 } })
  await outbox.take({ readings: noise('B/pressure', 3, 1), follows: true })
  expect(outbox.cursor('B/pressure')).toBe(T0 + 3e6)
})

test('where the policy says so, the oldest unsent readings of a class make room, numbers close up, and it is told', async () => {
  const folder = temporaryFolder()
  const messages: string[] = []
  const options: Partial<OutboxOptions> = {
    limit: 200_000,
    whenFull: { measure: 'drop-oldest' },
    log: (_, message) => messages.push(message),
  }
  let outbox = open(folder, options)
  await outbox.take({ readings: noise('A/pressure', 0, 100) })
  outbox.attempting(100)
  await outbox.take({ readings: noise('C/volume', 0, 50, 'counter') })
  for (let i = 0; i < 40; i++)
    expect(await outbox.take({ readings: noise('A/pressure', 1000 + i * 500, 500) })).toBe(true)
  expect(messages).toEqual([expect.stringMatching(/outbox.sqlite is full \(200000 bytes\): the oldest/)])
  outbox.close()
  outbox = open(folder, options)
  await outbox.take({ readings: [] })
  const entries = outbox.read(0, 1e6)
  const kept = times(entries, 'A/pressure')
  expect(consecutive(entries)).toBe(true)
  expect(entries.at(-1)!.sequence).toBe(outbox.last)
  expect(kept.slice(0, 100)).toEqual(Array.from({ length: 100 }, (_, i) => i))
  expect(kept.at(-1)).toBe(1000 + 40 * 500 - 1)
  expect(kept.length).toBeLessThan(100 + 40 * 500)
  expect(times(entries, 'C/volume')).toHaveLength(50)
  outbox.acknowledge(outbox.last)
  await outbox.take({ readings: [] })
  await outbox.take({ readings: [] })
  const told = silences([...entries, ...outbox.read(outbox.durable)]).filter(
    (s) => s.reason === 'outbox-full',
  )
  expect(told.length).toBeGreaterThan(0)
  const firstKept = kept[100]!
  for (let t = 1000; t < firstKept; t++) {
    expect(
      told.some((s) => s.signals.includes('A/pressure') && s.from <= T0 + t * 1e6 && T0 + t * 1e6 <= s.to!),
    ).toBe(true)
  }
})

const kinds: Taken['kind'][] = ['measure', 'counter', 'state', 'flag']

describe.each(kinds)('of a full outbox, a signal of class %s', (kind) => {
  const other = kinds.find((one) => one !== kind)!
  const fill = async (outbox: Outbox) => {
    for (let i = 0; i < 20; i++) await outbox.take({ readings: noise('F/flow', i * 1000, 1000, other) })
  }

  test('makes room for itself where its class may, and what it gave up is told', async () => {
    const outbox = open(temporaryFolder(), { limit: 100_000, whenFull: { [kind]: 'drop-oldest' } })
    for (let i = 0; i < 20; i++)
      expect(await outbox.take({ readings: noise('A/value', i * 1000, 1000, kind) })).toBe(true)
    const kept = times(outbox.read(0, 1e6), 'A/value')
    expect(kept.at(-1)).toBe(19_999)
    expect(outbox.counts).toMatchObject({ taken: 20_000, refused: 0, dropped: 20_000 - kept.length })
    expect(outbox.counts.dropped).toBeGreaterThan(0)
    outbox.acknowledge(outbox.last)
    await outbox.take({ readings: [] })
    await outbox.take({ readings: [] })
    const told = silences(outbox.read(0, 1e6)).filter((s) => s.reason === 'outbox-full')
    for (const at of [T0, T0 + (kept[0]! - 1) * 1e6])
      expect(told.some((s) => s.signals.includes('A/value') && s.from <= at && at <= s.to!)).toBe(true)
  })

  test('is refused where only other classes make room and none is left, and that is told', async () => {
    const outbox = open(temporaryFolder(), { limit: 100_000 })
    await fill(outbox)
    const before = outbox.counts.refused
    expect(outbox.disk).toMatchObject({ takes: false })
    expect(await outbox.take({ readings: noise('A/value', 5, 3, kind) })).toBe(false)
    expect(outbox.counts.refused).toBe(before + 3)
    outbox.acknowledge(outbox.last)
    expect(await outbox.take({ readings: noise('A/value', 10, 1, kind) })).toBe(true)
    expect(outbox.disk).toEqual({ problem: null, takes: true })
    const told = silences(outbox.read(outbox.durable, 1e6))
    expect(told).toContainEqual(
      expect.objectContaining({ signals: ['A/value'], from: T0 + 5e6, to: T0 + 7e6, reason: 'outbox-full' }),
    )
  })

  test('finds room where another class makes it', async () => {
    const outbox = open(temporaryFolder(), { limit: 100_000, whenFull: { [other]: 'drop-oldest' } })
    await fill(outbox)
    expect(await outbox.take({ readings: noise('A/value', 0, 3, kind) })).toBe(true)
    expect(times(outbox.read(0, 1e6), 'A/value')).toEqual([0, 1, 2])
    expect(outbox.counts).toMatchObject({ refused: 0 })
  })
})

const canMount = () => {
  const folder = temporaryFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1500k', 'tmpfs', folder], { stdio: 'ignore' })
    onTestFinished(() => void execFileSync('umount', ['-l', folder]))
    return folder
  } catch {
    return null
  }
}

test('on a disk that is really full deliveries wait, nothing stored is lost, and they go in once there is space', async ({
  skip,
}) => {
  const folder = canMount()
  if (!folder) return skip('needs the right to mount a small tmpfs')
  mkdirSync(join(folder, 'edge'))
  const messages: string[] = []
  const outbox = open(join(folder, 'edge'), { log: (_, message) => messages.push(message) })
  await outbox.take({ readings: noise('A/pressure', 0, 1000) })
  const ballast = join(folder, 'ballast')
  expect(() => {
    for (let i = 0; ; i++) writeFileSync(`${ballast}${i % 1000}`, Buffer.alloc(4096), { flag: 'a' })
  }).toThrow('ENOSPC')
  const waiting = outbox.take({ readings: noise('A/pressure', 1000, 20_000) })
  await until('the complaint', () => messages.length > 0)
  expect(messages[0]).toMatch(/the disk with .* is full: free some space/)
  expect(times(outbox.read(0, 1e6), 'A/pressure')).toHaveLength(1000)
  for (let i = 0; i < 1000; i++) rmSync(`${ballast}${i}`, { force: true })
  expect(await waiting).toBe(true)
  expect(times(outbox.read(0, 1e6), 'A/pressure')).toEqual(Array.from({ length: 21_000 }, (_, i) => i))
})
