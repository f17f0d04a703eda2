import { join } from 'node:path'
import { HOUR, SECOND, type Silence } from '@driftbild/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { backOff } from './back-off.ts'
import type { DeviceFailure, Driver, DriverSink } from './driver.ts'
import { Outbox } from './outbox/outbox.ts'
import { runDevice } from './run-device.ts'
import { aReading, T0, taken } from './testing/readings.ts'
import { temporaryFolder } from './testing/temporary.ts'
import { until } from './testing/until.ts'

const down: DeviceFailure = {
  reason: 'unreachable',
  message: 'pump-1 on 10.0.0.4:502: nothing listens there',
}
const KEYS = ['A/flow', 'B/flow']

type Attempt = (sink: DriverSink, clock: { now: number }) => DeviceFailure | 'stays'
const answers: Attempt = (sink) => {
  sink.heard()
  return 'stays'
}

/** Runs a device whose driver does these things, one at each attempt, at a clock that they may turn. */
function run(path: string, attempts: Attempt[], at = T0) {
  const clock = { now: at }
  const outbox = new Outbox({ path, now: () => clock.now, log: () => undefined })
  const stop = new AbortController()
  const messages: string[] = []
  let attempt = 0
  const driver: Driver = {
    async run(sink, signal) {
      const outcome = attempts[attempt++]?.(sink, clock) ?? 'stays'
      if (outcome !== 'stays') return outcome
      if (!signal.aborted) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      }
      return null
    },
  }
  const { done, report } = runDevice(
    {
      id: 'pump-1',
      keys: KEYS,
      driver,
      outbox,
      now: () => clock.now,
      log: (level, message) => messages.push(`${level}: ${message}`),
      backOff: { first: 1, most: 2 },
    },
    stop.signal,
  )
  const end = async () => {
    stop.abort()
    await done
    outbox.close()
  }
  onTestFinished(end)
  const silences = (): Silence[] => {
    outbox.flush()
    return outbox.read(0).flatMap((e) => (e.kind === 'silence' ? [e.silence] : []))
  }
  return { outbox, messages, silences, report, end, attempts: () => attempt }
}
const aPath = () => join(temporaryFolder(), 'outbox.sqlite')

test('what of a device can’t be relied on is reported until it is over, and logged once', async () => {
  const driver = Promise.withResolvers<DriverSink>()
  const { report, messages } = run(aPath(), [
    (sink, clock) => {
      driver.resolve(sink)
      return answers(sink, clock)
    },
  ])
  const sink = await driver.promise
  expect(report().caveat).toBeNull()
  for (let i = 0; i < 2; i++) sink.caveat('pump-1 tells half of it')
  expect(report()).toMatchObject({ caveat: 'pump-1 tells half of it', problem: null })
  sink.caveat(null)
  expect(report().caveat).toBeNull()
  expect(messages).toEqual(['warn: pump-1 tells half of it'])
})

describe('silence', () => {
  test('begins when the device was last heard and ends when it is heard again, under one id', async () => {
    const { silences, messages } = run(aPath(), [
      (sink, clock) => {
        clock.now = T0 + 10
        sink.heard()
        clock.now = T0 + 20
        return down
      },
      () => down,
      (sink, clock) => {
        clock.now = T0 + 50
        return answers(sink, clock)
      },
    ])
    await until('both entries', () => silences().length === 2)
    const [open, closed] = silences()
    expect(open).toMatchObject({ signals: KEYS, from: T0 + 10, to: null, reason: 'unreachable' })
    expect(closed).toEqual({ ...open, to: T0 + 50 })
    expect(messages).toEqual([`warn: ${down.message}`, 'info: pump-1 can be read again'])
  })

  test('of one signal leaves the others alone', async () => {
    const { silences } = run(aPath(), [
      (sink) => {
        sink.silent({ reason: 'node-missing', message: 'no such node' }, ['B/flow'])
        sink.heard(['A/flow'])
        return 'stays'
      },
    ])
    await until('the entry', () => silences().length === 1)
    expect(silences()).toMatchObject([{ signals: ['B/flow'], reason: 'node-missing', to: null }])
  })

  test('that covers several ends for those that are heard and goes on for the rest', async () => {
    const { silences } = run(aPath(), [
      () => down,
      (sink) => {
        sink.heard(['A/flow'])
        return 'stays'
      },
    ])
    await until('the entries', () => silences().length === 3)
    expect(silences().map((s) => [s.signals, s.to === null])).toEqual([
      [KEYS, true],
      [KEYS, false],
      [['B/flow'], true],
    ])
  })

  test('covers the time in which the collector itself was not running', async () => {
    const path = aPath()
    const first = run(path, [answers], T0)
    await first.end()
    const second = run(path, [answers], T0 + 900)
    await until('the entries', () => second.silences().length === 2)
    const [open, closed] = second.silences()
    expect(open).toMatchObject({ signals: KEYS, from: T0, to: null, reason: 'collector-stopped' })
    expect(closed).toEqual({ ...open, to: T0 + 900 })
  })

  test('of the collector ends where it began, when the device then does not answer', async () => {
    const path = aPath()
    await run(path, [() => 'stays'], T0).end()
    const second = run(path, [() => down, () => 'stays'], T0 + 900)
    await until('the entries', () => second.silences().length === 3)
    expect(second.silences().slice(1)).toMatchObject([
      { reason: 'collector-stopped', from: T0, to: T0 + 900 },
      { reason: 'unreachable', from: T0 + 900, to: null },
    ])
  })
})

describe('clock', () => {
  const notes = (outbox: Outbox) => {
    outbox.flush()
    return outbox.read(0).flatMap((e) => (e.kind === 'clock' ? [e.clock] : []))
  }
  /** Hands over a value whose source time lies so far ahead, and then says how far its server's clock does. */
  const hands = (sink: DriverSink, ahead: number, offset: number) => {
    const reading = { ...aReading(0, 1), sourceTime: T0 + ahead, receivedTime: T0 }
    void sink.take({ readings: [taken('A/flow', reading)] })
    sink.clock(offset)
  }

  test('of a device behind a server that is right is off, where its values are of the future', async () => {
    const { outbox } = run(aPath(), [
      (sink) => {
        for (const ahead of [HOUR, HOUR + SECOND, HOUR]) hands(sink, ahead, 0)
        return 'stays'
      },
    ])
    await until('the note', () => notes(outbox).length === 1)
    expect(notes(outbox)[0]).toMatchObject({
      device: 'pump-1',
      signals: KEYS,
      offset: HOUR + SECOND,
      to: null,
    })
  })

  test('is not judged by values that are old', async () => {
    const { outbox, attempts } = run(aPath(), [
      (sink) => {
        for (const ahead of [-HOUR, -2 * HOUR, -HOUR]) hands(sink, ahead, 0)
        return down
      },
    ])
    await until('the next attempt', () => attempts() === 2)
    expect(notes(outbox)).toEqual([])
  })

  test('that is right again ends what was told of it', async () => {
    const { outbox, messages } = run(aPath(), [
      (sink) => {
        for (const offset of [-HOUR, -HOUR, 0, 0]) sink.clock(offset)
        return 'stays'
      },
    ])
    await until('the end', () => notes(outbox).length === 2)
    const [open, closed] = notes(outbox)
    expect(closed).toEqual({ ...open, to: T0 })
    expect(messages).toEqual([
      'warn: the clock of pump-1 is 3600 s behind. Readings keep the times that they came with: set its clock, or give it a time server',
      'warn: the clock of pump-1 jumped by 3600 s',
      'info: the clock of pump-1 is right again',
    ])
  })
})

test('a driver’s bug is a failure of its device, told with where it happened, and tried again', async () => {
  const { messages, attempts } = run(aPath(), [
    () => {
      throw new Error('a bug')
    },
  ])
  await until('the second attempt', () => attempts() === 2)
  expect(messages[0]).toMatch(/warn: unexpected: Error: a bug\n {4}at .*run-device.test.ts/)
})

test('the pause doubles up to its limit, never by the same clock for all', () => {
  const pauses = [1, 2, 3, 4, 20].map((n) => backOff(n, { first: 1000, most: 60_000 }, 0.5))
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 60_000])
  expect(backOff(1, { first: 1000, most: 60_000 }, 0)).toBe(800)
  expect(backOff(9, { first: 1000, most: 60_000 }, 1)).toBe(72_000)
})
