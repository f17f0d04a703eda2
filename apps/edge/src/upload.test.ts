import { join } from 'node:path'
import { Outbox } from '@driftbild/collectors'
import type { Batch } from '@driftbild/core'
import { expect, onTestFinished, test } from 'vitest'
import { connectCentre } from './centre.ts'
import { KEY, type TestCentre, testCentre } from './testing/centre.ts'
import { temporaryFolder } from './testing/temporary.ts'
import { until } from './testing/until.ts'
import { upload } from './upload.ts'

const T0 = Date.UTC(2026, 0, 10) * 1000
const PACE = { idle: 5, first: 5, most: 50, refused: 50, heartbeat: 60_000 }

async function start(key = KEY, pace = PACE) {
  const centre = await testCentre()
  onTestFinished(() => centre.close())
  const path = join(temporaryFolder(), 'outbox.sqlite')
  const outbox = new Outbox({ path, now: () => T0, log: () => undefined })
  const messages: string[] = []
  const stop = new AbortController()
  const run = () =>
    upload(
      {
        outbox,
        centre: connectCentre(centre.url, key),
        log: (level, message) => messages.push(`${level}: ${message}`),
        pace,
      },
      stop.signal,
    )
  let done: Promise<void> | undefined
  onTestFinished(async () => {
    stop.abort()
    await done
    outbox.close()
  })
  let next = 1
  const put = (n: number) =>
    outbox.take({
      readings: Array.from({ length: n }, () => {
        const sourceTime = T0 + next * 1e6
        const reading = {
          sourceTime,
          serverTime: null,
          receivedTime: sourceTime,
          status: 0,
          clock: 'device' as const,
          value: next++,
        }
        return { key: 'A/flow', unit: 'm3/h' as const, kind: 'measure' as const, reading }
      }),
    })
  const go = () => {
    done = run()
  }
  return { centre, outbox, messages, put, go }
}
const values = (centre: TestCentre) => centre.readings.map((r) => r.value)
const oneTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

test('what waits is handed over in order, and leaves when it is durable', async () => {
  const { centre, outbox, put, go } = await start()
  await put(12_000)
  go()
  await until('all', () => centre.readings.length === 12_000)
  await put(5)
  await until('the rest', () => outbox.durable === 12_005)
  expect(values(centre)).toEqual(oneTo(12_005))
  expect(centre.epochs).toEqual({ [outbox.epoch]: 12_005 })
})

test('a lost reply sends the same again, and it counts once', async () => {
  const { centre, outbox, put, go } = await start()
  centre.mishaps.push({ status: 500 }, 'lose-reply', 'lose-reply')
  await put(3)
  go()
  await until('the receipt', () => outbox.durable === 3)
  expect(values(centre)).toEqual([1, 2, 3])
})

test('a hole that the centre sees is filled from where it is', async () => {
  const { centre, outbox, put, go } = await start()
  await put(10)
  go()
  await until('all', () => outbox.durable === 10)
  // The centre comes back from an older copy of itself.
  centre.epochs[outbox.epoch] = 4
  centre.readings.length = 4
  await put(2)
  await until('all again', () => outbox.durable === 12)
  expect(values(centre)).toEqual(oneTo(12))
})

test('what the centre lost and we no longer have is told, and the rest goes on under a new epoch', async () => {
  const { centre, outbox, put, messages, go } = await start()
  const { epoch } = outbox
  await put(10)
  outbox.acknowledge(10)
  outbox.startNewEpoch()
  outbox.startNewEpoch()
  await put(2)
  outbox.acknowledge(2)
  const before = outbox.epoch
  for (let i = 0; i < 410; i++) {
    outbox.openSilence({ signals: ['A/flow'], from: T0, to: T0, reason: 'timeout' })
    outbox.flush()
  }
  await put(3)
  go()
  await until('the rest', () => outbox.durable === outbox.last && centre.readings.length >= 3)
  expect(outbox.epoch).not.toBe(before)
  expect(before).not.toBe(epoch)
  expect(values(centre)).toEqual([13, 14, 15])
  expect(messages[0]).toMatch(
    /^error: the centre lost entries 1–2 that it had called durable, and they are no longer here/,
  )
})

test('an outbox that is an older copy of itself takes a new epoch, so that nothing new counts as known', async () => {
  const { centre, outbox, put, messages, go } = await start()
  centre.epochs[outbox.epoch] = 100
  await put(3)
  go()
  await until('all', () => centre.readings.length === 3)
  expect(centre.epochs[outbox.epoch]).toBe(3)
  expect(messages[0]).toMatch(/the centre has 100 entries of this outbox, which ends at 3/)
})

test('a refused key is told once, reading goes on, and nothing leaves the outbox', async () => {
  const { centre, outbox, put, messages, go } = await start({ ...KEY, key: 'revoked' })
  await put(3)
  go()
  await until('three attempts', () => centre.requests.length >= 3)
  expect(messages).toEqual([
    expect.stringMatching(/^error: the centre does not know this collector's key .* enrol it again/),
  ])
  expect(outbox.read(0)).toHaveLength(3)
})

test('a batch that is too large is halved until it fits', async () => {
  const { centre, outbox, put, go } = await start()
  centre.mishaps.push({ status: 200, body: { epochs: {} } }, { status: 413 }, { status: 413 })
  await put(5000)
  go()
  await until('all', () => outbox.durable === 5000)
  expect(centre.requests.filter((r) => r.startsWith('POST'))).toHaveLength(2 + 4)
  expect(values(centre)).toEqual(oneTo(5000))
})

test('what is accepted but not durable yet stays, and is asked for', async () => {
  const { centre, outbox, put, go } = await start()
  centre.notDurable = 4
  await put(10)
  go()
  await until('durable', () => outbox.durable === 10)
  expect(centre.requests.map((r) => r.split('/').at(-1))).toEqual(['ledger', 'batches', 'ledger'])
  expect(values(centre)).toEqual(oneTo(10))
})

test('a centre that is away or busy is waited for, and told once', async () => {
  const { centre, outbox, put, messages, go } = await start()
  const busy = { status: 503, body: { code: 'busy' } }
  centre.mishaps.push(busy, busy, busy)
  await put(1)
  go()
  await until('the receipt', () => outbox.durable === 1)
  expect(messages).toEqual([
    'warn: the centre is busy (503 busy)',
    'info: the centre takes what is read again',
  ])
})

const bad =
  (from: number, to = from) =>
  (batch: Batch) =>
    batch.readings.value.some((value) => value !== null && value >= from && value <= to) ? 'too odd' : null

test('entries that the centre refuses are set aside, the rest goes on, and nothing is dropped', async () => {
  const { centre, outbox, put, messages, go } = await start()
  centre.refuses = (batch) => bad(4321)(batch) ?? bad(7000, 7001)(batch)
  await put(12_000)
  go()
  await until('all the others', () => outbox.durable === 12_000)
  expect(values(centre)).toEqual(oneTo(12_000).filter((n) => ![4321, 7000, 7001].includes(n)))
  expect(centre.silences.map(({ signals, from, to, reason }) => [signals, from, to, reason])).toEqual(
    [4321, 7000, 7001].map((n) => [['A/flow'], T0 + n * 1e6, T0 + n * 1e6, 'set-aside']),
  )
  expect(messages[0]).toBe(
    'error: the centre refuses entry 4321, A/flow (400 invalid: readings too odd). It is set aside and the rest goes on; "edge set-aside" lists what was, "edge resend" sends it again',
  )
  expect(messages.map((message) => message.split(':')[0])).toEqual(['error', 'info', 'info'])

  centre.refuses = () => null
  expect(outbox.sendAgain()).toBe(3)
  await until('what was set aside', () => outbox.durable === 12_003)
  expect(values(centre).slice(-3)).toEqual([4321, 7000, 7001])
  expect(outbox.sendAgain()).toBe(0)
})

test('a centre that refuses everything costs one entry its place, and is waited for', async () => {
  const { centre, outbox, put, messages, go } = await start()
  centre.refuses = () => 'never'
  await put(100)
  go()
  await until('the complaint', () => messages.some((m) => m.includes('although nothing is wrong with it')))
  const requests = centre.requests.length
  await until('another attempt', () => centre.requests.length > requests)
  centre.refuses = () => null
  await until('the rest', () => outbox.durable === 100)
  expect(values(centre)).toEqual(oneTo(100).slice(1))
  expect(outbox.sendAgain()).toBe(1)
})

test('a centre of another version is waited for, and nothing is set aside', async () => {
  const { centre, outbox, put, messages, go } = await start()
  const body = { code: 'batch-version', context: { sent: 1, known: 2 } }
  centre.mishaps.push({ status: 200, body: { epochs: {} } }, { status: 415, body }, { status: 415, body })
  await put(3)
  go()
  await until('all', () => outbox.durable === 3)
  expect(messages[0]).toMatch(
    /^error: this edge and the centre are of different versions \(batches of version 1/,
  )
  expect(messages).toHaveLength(2)
  expect(outbox.sendAgain()).toBe(0)
})

test('somebody else who answers in the centre’s place is not believed', async () => {
  const { centre, outbox, put, messages, go } = await start()
  centre.mishaps.push({ status: 200, body: { epochs: {} } }, { status: 400 }, { status: 404 })
  await put(3)
  go()
  await until('all', () => outbox.durable === 3)
  expect(messages[0]).toMatch(/^error: what answers as the centre \(400\) does not sound like one: check api/)
  expect(values(centre)).toEqual([1, 2, 3])
  expect(outbox.sendAgain()).toBe(0)
})

test('a single entry that is too large for the centre is set aside, too', async () => {
  const { centre, outbox, put, go } = await start()
  centre.mishaps.push({ status: 200, body: { epochs: {} } }, { status: 413 }, { status: 413 })
  await put(2)
  go()
  await until('all', () => outbox.durable === 2)
  expect(values(centre)).toEqual([2])
  expect(outbox.sendAgain()).toBe(1)
})

test('with another key on disk it stops, for its caller to begin again', async () => {
  const centre = await testCentre()
  onTestFinished(() => centre.close())
  const outbox = new Outbox({
    path: join(temporaryFolder(), 'outbox.sqlite'),
    now: () => T0,
    log: () => undefined,
  })
  onTestFinished(() => outbox.close())
  const revoked = connectCentre(centre.url, { ...KEY, key: 'revoked' })
  const isReplaced = () => centre.requests.length >= 2
  const { signal } = new AbortController()
  await upload({ outbox, centre: revoked, log: () => undefined, pace: PACE, isReplaced }, signal)
  expect(centre.requests).toHaveLength(2)
})

const LIVELY = { ...PACE, heartbeat: 10 }

test('a key that is revoked while nothing is read is noticed all the same, and told once', async () => {
  const { centre, outbox, put, messages, go } = await start(KEY, LIVELY)
  await put(1)
  go()
  await until('the receipt', () => outbox.durable === 1)
  await until('a sign of life', () => centre.requests.at(-1)!.endsWith('/ledger'))
  centre.revoked = true
  await until('the complaint', () => messages.length > 0)
  const requests = centre.requests.length
  await until('another look', () => centre.requests.length > requests)
  expect(messages).toEqual([expect.stringMatching(/^error: the centre does not know this collector's key/)])
})

test('a centre that lost what it had called durable is noticed while nothing is read', async () => {
  const { centre, outbox, put, messages, go } = await start(KEY, LIVELY)
  await put(10)
  go()
  await until('all', () => outbox.durable === 10)
  centre.epochs[outbox.epoch] = 4
  centre.readings.length = 4
  await until('all again', () => centre.readings.length === 10)
  expect(values(centre)).toEqual(oneTo(10))
  expect(messages[0]).toMatch(/^warn: the centre lost entries 5–10 .* they are still here and are sent again/)
})
