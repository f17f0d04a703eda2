import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Batch, packBatch } from '@driftbild/core'
import { expect, onTestFinished, test } from 'vitest'
import { aReading, T0, taken } from '../testing/readings.ts'
import { temporaryFolder } from '../testing/temporary.ts'
import { Outbox } from './outbox.ts'
import { listSetAside, outboxStatus } from './status.ts'

function open(path: string): Outbox {
  const outbox = new Outbox({ path, now: () => T0, log: () => undefined })
  onTestFinished(() => outbox.close())
  return outbox
}
const aPath = () => join(temporaryFolder(), 'outbox.sqlite')
const valuesIn = (outbox: Outbox) =>
  outbox
    .read(outbox.durable, 1e6)
    .map((e) =>
      e.kind === 'reading'
        ? 'value' in e.reading && e.reading.value
        : e.kind === 'silence' && e.silence.reason,
    )

test('what was set aside survives a kill, and comes back exactly as it was', async () => {
  const path = aPath()
  const first = open(path)
  const odd = aReading(2.000003, Number.NaN)
  await first.take({
    readings: [taken('A/flow', aReading(1, 1)), taken('B/flow', odd), taken('A/flow', aReading(3, 3))],
    follows: true,
  })
  expect(first.setAside(2, 'no number')).toMatchObject({ kept: { key: 'B/flow', reading: odd } })
  const copy = aPath()
  for (const part of ['', '-wal']) copyFileSync(path + part, copy + part)

  const second = open(copy)
  expect(valuesIn(second)).toEqual([1, 'set-aside', 3])
  expect(second.cursor('B/flow')).toBe(odd.sourceTime)
  expect(outboxStatus(copy)).toMatchObject({ setAside: 1, waiting: 3 })
  expect(listSetAside(copy, 10)).toMatchObject([
    { sequence: 2, problem: 'no number', signals: ['B/flow'], time: odd.sourceTime, text: 'NaN bar' },
  ])
  expect(second.sendAgain()).toBe(1)
  expect(valuesIn(second)).toEqual([1, 'set-aside', 3, Number.NaN])
  expect(second.read(3)[0]).toMatchObject({ sequence: 4, key: 'B/flow', reading: odd })
  expect(outboxStatus(copy)).toMatchObject({ setAside: 0, waiting: 4 })
})

test('what stands in is nothing that a centre could refuse, and is never set aside itself', async () => {
  const outbox = open(aPath())
  await outbox.take({
    readings: [
      taken(`\0${'x'.repeat(300)}`, aReading(1, 1)),
      taken('A/flow', { ...aReading(1, 1), sourceTime: T0 + 0.5 }),
    ],
  })
  expect(Batch.safeParse(packBatch(outbox.epoch, outbox.read(0))).success).toBe(false)
  for (const sequence of [1, 2]) expect(outbox.setAside(sequence, '')).toHaveProperty('kept')
  const parsed = Batch.parse(packBatch(outbox.epoch, outbox.read(0)))
  expect(parsed.silences.map(({ signals, from }) => [signals, from])).toEqual([
    [['x'.repeat(200)], T0 + 1e6],
    [['A/flow'], T0],
  ])
  expect(outbox.setAside(1, '')).toEqual({ not: 'stand-in' })
})

test('of a silence that ended meanwhile only its end is sent again', async () => {
  const outbox = open(aPath())
  const id = outbox.openSilence({ signals: ['A/flow'], from: T0, to: null, reason: 'timeout' })
  outbox.flush()
  outbox.setAside(1, '')
  outbox.closeSilence(id, T0 + 5e6)
  outbox.flush()
  outbox.setAside(2, '')
  expect(outbox.sendAgain()).toBe(1)
  expect(outbox.read(2)).toMatchObject([{ sequence: 3, silence: { id, to: T0 + 5e6, reason: 'timeout' } }])
})

test('an outbox from before anything could be set aside goes on', async () => {
  const path = aPath()
  const before = open(path)
  await before.take({ readings: [taken('A/flow', aReading(1, 1))] })
  const { epoch } = before
  before.close()
  const db = new DatabaseSync(path)
  db.exec('DROP TABLE set_aside; DROP TABLE written; DROP TABLE clock; PRAGMA user_version = 1')
  db.close()
  expect(outboxStatus(path)).toMatchObject({ setAside: 0, waiting: 1 })
  expect(listSetAside(path, 10)).toEqual([])
  const outbox = open(path)
  expect(outbox.epoch).toBe(epoch)
  expect(outbox.setAside(1, '')).toHaveProperty('kept')
  expect(outboxStatus(path)).toMatchObject({ setAside: 1 })
})

test('what waits begins a new account with another collector, and stays in the same one otherwise', async () => {
  const outbox = open(aPath())
  await outbox.take({ readings: [taken('A/flow', aReading(1, 1)), taken('A/flow', aReading(2, 2))] })
  const { epoch } = outbox
  expect(outbox.belongsTo('first')).toBe(false)
  outbox.acknowledge(1)
  expect(outbox.belongsTo('first')).toBe(false)
  expect(outbox.epoch).toBe(epoch)
  expect(outbox.belongsTo('second')).toBe(true)
  expect(outbox.epoch).not.toBe(epoch)
  expect([outbox.durable, outbox.last, valuesIn(outbox)]).toEqual([0, 1, [2]])
})
