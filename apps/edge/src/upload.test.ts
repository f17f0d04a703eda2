import { join } from 'node:path'
import { Outbox } from '@driftbild/collectors'
import { expect, onTestFinished, test } from 'vitest'
import { connectCentre } from './centre.ts'
import { KEY, type TestCentre, testCentre } from './testing/centre.ts'
import { temporaryFolder } from './testing/temporary.ts'
import { until } from './testing/until.ts'
import { upload } from './upload.ts'

const T0 = Date.UTC(2026, 0, 10) * 1000
const pace = { idle: 5, first: 5, most: 50, refused: 50 }

async function start(key = KEY) {
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
