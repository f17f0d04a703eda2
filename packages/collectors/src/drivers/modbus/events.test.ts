import { join } from 'node:path'
import { SECOND, statusCodes } from '@driftbild/core'
import {
  type BufferedEvent,
  eventsToPage,
  findProfile,
  ModbusDevice,
  type ModbusProfile,
} from '@driftbild/devices'
import { expect, onTestFinished, test } from 'vitest'
import { Outbox } from '../../outbox/outbox.ts'
import { collectingSink } from '../../testing/collecting-sink.ts'
import { T0 } from '../../testing/readings.ts'
import { temporaryFolder } from '../../testing/temporary.ts'
import { makeDrain } from './events.ts'
import type { Answer, ModbusLink } from './link.ts'

const profile = findProfile('generic/replay-gateway') as ModbusProfile
const buffer = profile.eventBuffer!
const reporting = { type: 'every', seconds: 3600 } as const
const device = ModbusDevice.parse({
  id: 'gw',
  profile: profile.id,
  protocol: 'modbus',
  host: '127.0.0.1',
  signals: { 'bin-1': 'K1/fill', 'bin-2': 'K2/fill' },
  events: ['bin-1', 'unwanted', 'bin-2'].map((name) => ({
    name,
    role: 'fill',
    unit: '1',
    reporting,
    range: [0, 1],
  })),
})
const event = (
  sequence: number,
  value: number | null = sequence / 100,
  point = 0,
  time = T0 + sequence * SECOND,
) => ({
  sequence,
  time,
  point,
  status: value === null ? statusCodes.BadNoData : 0,
  value,
})

/** A gateway as the profile describes it: a page stays until the same connection asks again. */
function gateway(pages: BufferedEvent[][]) {
  let served = 0
  const asked: number[] = []
  const connect = (): ModbusLink => {
    let current: number | null = null
    return {
      async read(): Promise<Answer> {
        if (current !== null) served = current + 1
        current = served
        asked.push(served)
        const events = pages[served] ?? []
        return { words: eventsToPage(buffer, { page: served + 1, events }) }
      },
    }
  }
  return { connect, asked }
}

const never = new AbortController().signal
const drain = makeDrain(profile, device, () => T0 + 5)!

test('pages are read until one is empty; unmapped points are left out, missing values keep their time', async () => {
  const { connect } = gateway([
    [event(1), event(2, 0.5, 1), event(3, 0.7, 2)],
    [event(4, null)],
    [event(5, 1.2)],
  ])
  const sink = collectingSink()
  expect(await drain(connect(), sink, never)).toBeNull()
  expect(sink.taken.map((t) => [t.key, (t.reading.sourceTime - T0) / SECOND, t.reading.status])).toEqual([
    ['K1/fill', 1, 0],
    ['K2/fill', 3, 0],
    ['K1/fill', 4, statusCodes.BadNoData],
    ['K1/fill', 5, statusCodes.UncertainEngineeringUnitsExceeded],
  ])
  expect(sink.values('K1/fill')).toEqual([0.01, 'no-value', 1.2])
})

test('the next page is asked for only when the one before is on disk', async () => {
  const { connect, asked } = gateway([[event(1)], [event(2)]])
  const askedAtTake: number[] = []
  const sink = collectingSink(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20))
    askedAtTake.push(asked.length)
    return true
  })
  await drain(connect(), sink, never)
  expect(askedAtTake).toEqual([1, 2])
})

test('a page that the outbox refused is handed over again, not asked for again', async () => {
  const { connect, asked } = gateway([[event(1)]])
  let refusals = 1
  const sink = collectingSink(() => refusals-- <= 0)
  await drain(connect(), sink, never)
  expect(sink.values('K1/fill')).toEqual([0.01])
  expect(asked).toEqual([0, 1])
})

test('a page served again to a new connection is stored once, equal values in it each', async () => {
  const path = join(temporaryFolder(), 'outbox.sqlite')
  const outbox = new Outbox({ path, now: () => T0, log: () => undefined })
  onTestFinished(() => outbox.close())
  const sink = { ...collectingSink(), take: outbox.take.bind(outbox), cursor: outbox.cursor.bind(outbox) }
  const pages = [[event(1), event(2, 0.3, 0, T0), event(3, 0.3, 0, T0)], [event(4)]]
  const { connect } = gateway(pages)
  const cut = new AbortController()
  const first = connect()
  const stopAfterOne: ModbusLink = {
    ...first,
    read(...asked) {
      cut.abort()
      return first.read(...asked)
    },
  }
  await drain(stopAfterOne, sink, cut.signal)
  expect(outbox.last).toBe(3)
  await drain(connect(), sink, never)
  expect(outbox.read(0).map((e) => e.kind === 'reading' && 'value' in e.reading && e.reading.value)).toEqual([
    0.01, 0.3, 0.3, 0.04,
  ])
})

test('events that were overwritten before they were read are told as lost', async () => {
  const { connect } = gateway([[event(1)], [event(5)]])
  const sink = collectingSink()
  await drain(connect(), sink, never)
  expect(sink.losses).toEqual([
    { keys: ['K1/fill', 'K2/fill'], reason: 'queue-overflow', from: T0 + SECOND, to: T0 + 5 * SECOND },
  ])
})

test('a gateway that was reset and counts from new goes on being read', async () => {
  const { connect } = gateway([
    [event(900)],
    [event(1, 0.5, 0, T0 + 1000 * SECOND), event(2, 0.6, 0, T0 + 1001 * SECOND)],
  ])
  const sink = collectingSink()
  await drain(connect(), sink, never)
  expect(sink.values('K1/fill')).toEqual([9, 0.5, 0.6])
  expect(sink.losses).toEqual([])
})

test('what is no event page is a failure that a person must look at', async () => {
  const link: ModbusLink = { read: async () => ({ words: Array(124).fill(9) }) }
  expect(await drain(link, collectingSink(), never)).toMatchObject({
    reason: 'refused',
    needsPerson: true,
    message: expect.stringContaining('reading the event buffer of gw'),
  })
})
