import { HOUR, SECOND } from '@driftbild/core'
import { expect, onTestFinished, test, vi } from 'vitest'
import { guardClock } from './own-clock.ts'
import { type EdgeProcess, edgeProcess } from './testing/edge-process.ts'
import { gateway } from './testing/gateway.ts'
import { aSite, gatewayOf } from './testing/site.ts'
import { until } from './testing/until.ts'

vi.setConfig({ testTimeout: 60_000 })

const told = (edge: EdgeProcess) => edge.lines.map((line) => line.message).join('\n')
const now = () => Date.now() * 1000

test('a device whose clock is an hour ahead is told to people and to the centre; its readings keep their times', async () => {
  const first = Math.floor(Date.now() / 1000) * SECOND + HOUR
  const device = await gateway(48, first, 0)
  onTestFinished(() => device.close())
  const { config, centre } = await aSite(1, { more: gatewayOf('fast', device, 'F/volume') })
  const edge = edgeProcess('--config', config)
  await until('the note at the centre', () => centre.clocks.length > 0)
  await until('its readings', () => centre.readings.filter((r) => r.key === 'F/volume').length === 48)
  expect(centre.clocks[0]).toMatchObject({ device: 'fast', signals: ['F/volume'], to: null })
  expect(centre.clocks[0]!.offset / HOUR).toBeCloseTo(1, 1)
  const times = centre.readings.filter((r) => r.key === 'F/volume').map((r) => r.sourceTime)
  expect(times).toEqual(Array(48).fill(first))
  expect(told(edge)).toMatch(
    /the clock of fast is 3\d\d\d s ahead\. Readings keep the times that they came with: set its clock/,
  )

  edge.child.kill('SIGTERM')
  await edge.exited
  edgeProcess('--config', config)
  await until('its end, when the edge begins anew', () => centre.clocks.some((clock) => clock.to !== null))
  expect(centre.clocks.find((clock) => clock.to !== null)!.id).toBe(centre.clocks[0]!.id)
})

test('a machine whose clock differs from the centre’s is told so, in the log and by status', async () => {
  const { config, centre } = await aSite(100_000)
  centre.ahead = 30_000
  const edge = edgeProcess('--config', config)
  await until('the note', () => centre.clocks.length > 0)
  expect(centre.clocks[0]).toMatchObject({ device: null, signals: [] })
  expect(Math.round(centre.clocks[0]!.offset / SECOND)).toBeCloseTo(-30, -1)
  expect(told(edge)).toMatch(
    /the clock of this machine is (29|30|31) s behind\. .* give this machine a time server/,
  )
  centre.ahead = 0
  await until('its end', () => centre.clocks.some((clock) => clock.to !== null))
  expect(told(edge)).toMatch(
    /the clock of this machine jumped by (29|30|31) s\n(.*\n)*the clock of this machine is right again/,
  )
})

test('a clock that was set, or a machine that slept, is noticed by a clock that can’t be set', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const messages: string[] = []
  let set = 0
  let jumps = 0
  const book = { open: () => undefined, close: () => undefined }
  const guard = guardClock(
    {
      now: () => now() + set,
      monotonic: () => performance.now(),
      log: (_, message) => messages.push(message),
      book,
    },
    () => jumps++,
  )
  onTestFinished(guard.stop)
  await vi.advanceTimersByTimeAsync(10_000)
  set += SECOND
  await vi.advanceTimersByTimeAsync(2000)
  expect(jumps).toBe(0)
  set -= HOUR
  await vi.advanceTimersByTimeAsync(2000)
  await vi.advanceTimersByTimeAsync(10_000)
  expect([jumps, guard.report().jumps]).toEqual([1, 1])
  expect(messages).toEqual(['the clock of this machine jumped by -3600 s: it was set, or it slept'])
})
