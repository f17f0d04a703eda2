import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { connectCentre, type SentCommand } from './centre.ts'
import { KEY } from './testing/centre.ts'

const MINUTE = 60_000
const YEAR = 365 * 24 * 60 * MINUTE
const HOUR = 60 * MINUTE
const id = '33333333-3333-4333-8333-333333333333'

/** What a centre hands out whose clock is so far from ours, with so much time left by it; milliseconds. */
async function handed(ahead: number, left: number, saysTime = true): Promise<SentCommand> {
  const server = createServer((_, response) => {
    const at = Date.now() + ahead
    response.sendDate = false
    if (saysTime) response.setHeader('date', new Date(at).toUTCString())
    response.setHeader('content-type', 'application/json')
    const until = new Date(at + left).toISOString()
    response.end(JSON.stringify([{ id, signal: 'P-1/speed', value: 40, unit: 'Hz', until }]))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number }
  const centre = connectCentre(`http://127.0.0.1:${port}`, KEY)
  const answer = await centre.commands(0, new AbortController().signal)
  if (!('value' in answer)) throw new Error(JSON.stringify(answer))
  return answer.value[0]!
}

test.each([0, HOUR, -HOUR])(
  'a command lasts as long as the centre expects it, whose clock is %i ms ahead of ours',
  async (ahead) => {
    const { lasts, ...command } = await handed(ahead, MINUTE)
    expect(command).toEqual({ id, signal: 'P-1/speed', value: 40, unit: 'Hz' })
    // The header has whole seconds, and what the answer took is taken off.
    expect(lasts).toBeGreaterThan(MINUTE / 2)
    expect(lasts).toBeLessThanOrEqual(MINUTE)
  },
)

test('one lasts no longer than a centre waits for any', async () => {
  expect((await handed(0, YEAR)).lasts).toBeLessThanOrEqual(MINUTE)
})

test('one whose time is over, or that nobody knows the time of, lasts no more', async () => {
  expect((await handed(HOUR, -MINUTE)).lasts).toBeLessThan(0)
  expect((await handed(0, MINUTE, false)).lasts).toBeLessThan(0)
})
