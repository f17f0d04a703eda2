import { join } from 'node:path'
import { HOUR, MINUTE, SECOND } from '@driftbild/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { aReading, T0, taken } from '../testing/readings.ts'
import { temporaryFolder } from '../testing/temporary.ts'
import { Outbox } from './outbox.ts'
import { depthFor } from './repeats.ts'
import { outboxStatus } from './status.ts'

/** An outbox at a clock that the test turns; `put` writes so many readings in one commit. */
function open(signals: number) {
  const clock = { now: T0 }
  const path = join(temporaryFolder(), 'outbox.sqlite')
  const outbox = new Outbox({ path, now: () => clock.now, log: () => undefined })
  onTestFinished(() => outbox.close())
  const put = () => {
    const seconds = (clock.now - T0) / SECOND
    const readings = Array.from({ length: signals }, (_, i) =>
      taken(`S${i}/pressure`, aReading(seconds, Math.random())),
    )
    void outbox.take({ readings })
    outbox.flush()
  }
  return { clock, outbox, put, status: () => outboxStatus(path)! }
}

test('nothing is said of a rate before there is a quarter of an hour to say it of', () => {
  const { clock, put, status } = open(1)
  for (; clock.now < T0 + 14 * MINUTE; clock.now += MINUTE) put()
  expect(status().rate).toBeNull()
  for (; clock.now < T0 + 20 * MINUTE; clock.now += MINUTE) put()
  expect(status().rate!.entries).toBeCloseTo(60, -1)
})

describe.each([1, 40, 700])('of %i readings a minute', (signals) => {
  test('the rate is what the file grows by, also when the centre has everything', () => {
    const { clock, outbox, put, status } = open(signals)
    // What each signal said last fills a place of its own first.
    const often = Math.ceil(HOUR / (2 * depthFor(signals)))
    for (; clock.now < T0 + HOUR; clock.now += often) put()
    for (; clock.now < T0 + 5 * HOUR; clock.now += MINUTE) put()
    const before = status().bytes
    for (; clock.now < T0 + 8 * HOUR; clock.now += MINUTE) put()
    const grown = (status().bytes - before) / 3
    const { rate } = status()
    expect(rate!.entries / (60 * signals)).toBeCloseTo(1, 1)
    expect(rate!.bytes / grown).toBeGreaterThan(0.8)
    expect(rate!.bytes / grown).toBeLessThan(1.25)
    outbox.acknowledge(outbox.last)
    clock.now += MINUTE
    put()
    expect(status().rate!.bytes / rate!.bytes).toBeCloseTo(1, 1)
  })
})

test('hours in which it was not written to count for nothing, and yesterday’s are forgotten', () => {
  const { clock, put, status } = open(2)
  for (; clock.now < T0 + 30 * MINUTE; clock.now += MINUTE) put()
  clock.now = T0 + 4 * HOUR
  for (; clock.now < T0 + 4.5 * HOUR; clock.now += MINUTE) put()
  expect(status().rate!.entries / 120).toBeCloseTo(1, 1)
  clock.now = T0 + 30 * HOUR
  put()
  expect(status().rate).toBeNull()
})
