import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packBatch, statusCodes } from '@driftbild/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { aReading, T0, taken } from '../testing/readings.ts'
import { temporaryFolder } from '../testing/temporary.ts'
import { Outbox, type OutboxOptions } from './outbox.ts'
import { outboxStatus } from './status.ts'

function open(path: string, options: Partial<OutboxOptions> = {}): Outbox {
  const outbox = new Outbox({ path, now: () => T0, log: () => undefined, ...options })
  onTestFinished(() => outbox.close())
  return outbox
}
const aPath = () => join(temporaryFolder(), 'outbox.sqlite')
const valuesIn = (outbox: Outbox) =>
  outbox.read(0, 1e6).map((e) => (e.kind === 'reading' && 'value' in e.reading ? e.reading.value : e.kind))

describe('what goes in comes out', () => {
  test('numbered from 1 in order, every field as it was', async () => {
    const outbox = open(aPath())
    const good = { ...aReading(1, 3.25), serverTime: T0 + 1_000_001 }
    const bad = {
      sourceTime: T0 + 2_000_003,
      serverTime: null,
      receivedTime: T0 + 2_100_000,
      status: statusCodes.BadNoData,
      clock: 'collector' as const,
      reason: 'no-value' as const,
    }
    await outbox.take({ readings: [taken('A/pressure', good), taken('B/pressure', bad)] })
    const id = outbox.openSilence({ signals: ['A/pressure'], from: T0, to: null, reason: 'timeout' })
    await outbox.take({ readings: [taken('A/pressure', aReading(3, -0))] })
    const entries = outbox.read(0)
    expect(entries).toEqual([
      { kind: 'reading', sequence: 1, key: 'A/pressure', unit: 'bar', reading: good },
      { kind: 'reading', sequence: 2, key: 'B/pressure', unit: 'bar', reading: bad },
      {
        kind: 'silence',
        sequence: 3,
        silence: { id, signals: ['A/pressure'], from: T0, to: null, reason: 'timeout' },
      },
      { kind: 'reading', sequence: 4, key: 'A/pressure', unit: 'bar', reading: aReading(3, -0) },
    ])
    expect(packBatch(outbox.epoch, entries).last).toBe(4)
    expect(outbox.read(2, 1)).toEqual(entries.slice(2, 3))
  })

  test('a large delivery is cut into chunks without losing its order', async () => {
    const outbox = open(aPath())
    const readings = Array.from({ length: 12_345 }, (_, i) => taken('A/pressure', aReading(i, i)))
    await outbox.take({ readings })
    expect(valuesIn(outbox)).toEqual(readings.map((_, i) => i))
    expect(outbox.read(4_998, 4).map((e) => e.sequence)).toEqual([4_999, 5_000, 5_001, 5_002])
  })
})

describe('a killed collector', () => {
  test('goes on from where live values had moved a cursor that a back-fill set in the same commit', async () => {
    const path = aPath()
    const outbox = open(path)
    const filled = outbox.take({ readings: [], cursors: { 'A/pressure': T0 } })
    const live = outbox.take({ readings: [taken('A/pressure', aReading(5, 5))], follows: true })
    await Promise.all([filled, live])
    const copy = aPath()
    for (const part of ['', '-wal']) copyFileSync(path + part, copy + part)
    expect(open(copy).cursor('A/pressure')).toBe(T0 + 5_000_000)
  })
})

describe('repeats', () => {
  test('the same observation again is dropped, another value at the same time is kept, in order', async () => {
    const outbox = open(aPath())
    const overflow = 0x480
    await outbox.take({
      readings: [taken('A/pressure', aReading(1, 5)), taken('A/pressure', aReading(1, 6))],
    })
    await outbox.take({
      readings: [
        taken('A/pressure', aReading(1, 5)),
        taken('A/pressure', aReading(1, 6, overflow)),
        taken('B/pressure', aReading(1, 5)),
        taken('A/pressure', aReading(1, 6, statusCodes.UncertainLastUsableValue)),
        taken('A/pressure', aReading(0.5, 5)),
      ],
    })
    expect(valuesIn(outbox)).toEqual([5, 6, 5, 6, 5])
  })

  test('are still known after a restart, whether the rows are still there or not', async () => {
    const path = aPath()
    const same = () => [taken('A/pressure', aReading(1, 5)), taken('A/pressure', aReading(2, 5))]
    let outbox = open(path)
    await outbox.take({ readings: same() })
    outbox.close()
    outbox = open(path)
    await outbox.take({ readings: same() })
    expect(outbox.last).toBe(2)
    outbox.acknowledge(2)
    outbox.close()
    outbox = open(path)
    expect(outbox.read(0)).toEqual([])
    await outbox.take({ readings: [...same(), taken('A/pressure', aReading(3, 5))] })
    expect(outbox.read(0).map((e) => e.sequence)).toEqual([3])
  })

  test('everything after the cursor stays known, however much it is: a back-fill may bring it again', async () => {
    const path = aPath()
    const live = Array.from({ length: 500 }, (_, i) => taken('A/pressure', aReading(100 + i, i)))
    let outbox = open(path)
    await outbox.take({ readings: [taken('A/pressure', aReading(1, 1))], follows: true })
    await outbox.take({ readings: live })
    outbox.close()
    outbox = open(path)
    expect(outbox.cursor('A/pressure')).toBe(T0 + 1e6)
    await outbox.take({ readings: live, cursors: { 'A/pressure': T0 + 599e6 } })
    expect(outbox.last).toBe(501)
    expect(outbox.cursor('A/pressure')).toBe(T0 + 599e6)
  })

  test('stay known when a clock is set back: what it tells since, and what it told before', async () => {
    const path = aPath()
    let outbox = open(path)
    const run = (from: number, to: number, value: number) =>
      Array.from({ length: to - from }, (_, i) => taken('A/pressure', aReading(from + i, value)))
    for (let at = 0; at < 2000; at += 100)
      await outbox.take({ readings: run(at, at + 100, 1), follows: true })
    const since = (outbox.remembersAfter('A/pressure', 'bar')! - T0) / 1e6
    expect(since).toBeGreaterThan(500)
    expect(since).toBeLessThan(1000)
    await outbox.take({ readings: run(1700, 1800, 2), follows: true })
    expect(outbox.last).toBe(2100)
    for (const again of [false, true]) {
      if (again) {
        outbox.close()
        outbox = open(path)
      }
      expect((outbox.remembersAfter('A/pressure', 'bar')! - T0) / 1e6).toBe(since)
      await outbox.take({ readings: [...run(1700, 1800, 2), ...run(since + 1, 2000, 1)] })
      expect(outbox.last).toBe(2100)
    }
    expect(outbox.remembersAfter('A/pressure', 'kPa')).toBeUndefined()
  })

  test('a source that numbers its values repeats none', async () => {
    const outbox = open(aPath())
    const readings = [taken('A/pressure', aReading(1, 5)), taken('A/pressure', aReading(1, 5))]
    await outbox.take({ readings, numbered: true, cursors: { 'gateway#page': 1 } })
    expect(outbox.last).toBe(2)
  })
})

describe('cursors', () => {
  test('move with the readings that follow them, back too when a clock was, and not with others', async () => {
    const outbox = open(aPath())
    await outbox.take({ readings: [taken('A/pressure', aReading(10, 1))], follows: true })
    await outbox.take({ readings: [taken('A/pressure', aReading(20, 1))] })
    await outbox.take({ readings: [taken('A/pressure', aReading(5, 1))], follows: true })
    expect(outbox.cursor('A/pressure')).toBe(T0 + 5e6)
    expect(outbox.cursor('B/pressure')).toBeUndefined()
  })

  test('may be set without a reading', async () => {
    const path = aPath()
    let outbox = open(path)
    await outbox.take({ readings: [], cursors: { 'gateway#page': 7 } })
    outbox.close()
    outbox = open(path)
    expect(outbox.cursor('gateway#page')).toBe(7)
    expect(outbox.last).toBe(0)
  })
})

describe('leaving', () => {
  test('only what the centre has for good leaves, and numbers go on after it', async () => {
    const path = aPath()
    let outbox = open(path)
    await outbox.take({ readings: [1, 2, 3].map((s) => taken('A/pressure', aReading(s, s))) })
    outbox.acknowledge(2)
    outbox.close()
    outbox = open(path)
    expect(outbox.durable).toBe(2)
    expect(outbox.read(2).map((e) => e.sequence)).toEqual([3])
    outbox.acknowledge(3)
    outbox.close()
    outbox = open(path)
    await outbox.take({ readings: [taken('A/pressure', aReading(4, 4))] })
    expect(outbox.read(outbox.durable).map((e) => e.sequence)).toEqual([4])
  })

  test('a new epoch carries what waits, numbered from 1', async () => {
    const outbox = open(aPath())
    await outbox.take({ readings: [1, 2, 3, 4].map((s) => taken('A/pressure', aReading(s, s))) })
    outbox.acknowledge(3)
    const { epoch } = outbox
    outbox.startNewEpoch()
    expect(outbox.epoch).not.toBe(epoch)
    expect(outbox.read(0)).toMatchObject([{ sequence: 1, reading: { value: 4 } }])
    await outbox.take({ readings: [taken('A/pressure', aReading(5, 5))] })
    expect(outbox.read(outbox.durable).map((e) => e.sequence)).toEqual([1, 2])
  })

  test('its state can be read from outside while it runs', async () => {
    const path = aPath()
    expect(outboxStatus(path)).toBeNull()
    const outbox = open(path)
    await outbox.take({ readings: [1, 2, 3].map((s) => taken('A/pressure', aReading(s, s))) })
    expect(outboxStatus(path)).toMatchObject({
      epoch: outbox.epoch,
      waiting: 3,
      last: 3,
      durable: 0,
      oldest: T0 + 1e6 + 1000,
    })
  })
})

test('a second process is told that the outbox is taken', () => {
  const path = aPath()
  open(path)
  expect(() => open(path)).toThrow(`another process already collects into ${path}`)
})

test('a file that is no outbox, or can’t be made, is named with what to do', () => {
  const path = aPath()
  writeFileSync(path, 'something else, and long enough to be looked at as a database file'.repeat(20))
  expect(() => open(path)).toThrow(
    /outbox.sqlite: file is not a database: it is something else. Move it away/,
  )
  expect(() => open('/nowhere/outbox.sqlite')).toThrow(
    /check that the folder is there and that this user may write/,
  )
})

test('silences that stood open are found after a restart, with the time it was last alive', async () => {
  const path = aPath()
  let outbox = open(path, { now: () => T0 + 9 })
  const a = outbox.openSilence({ signals: ['A/pressure'], from: T0, to: null, reason: 'timeout' })
  const b = outbox.openSilence({ signals: ['B/pressure'], from: T0, to: null, reason: 'timeout' })
  outbox.closeSilence(b, T0 + 5)
  outbox.close()
  outbox = open(path)
  expect(outbox.openSilences().map((s) => s.id)).toEqual([a])
  expect(outbox.aliveBefore).toBe(T0 + 9)
  expect(open(aPath()).aliveBefore).toBeNull()
})
