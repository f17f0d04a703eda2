import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { outboxStatus } from '@driftbild/collectors/status'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type EdgeProcess, edgeProcess } from './testing/edge-process.ts'
import { aSite } from './testing/site.ts'
import { temporaryFolder } from './testing/temporary.ts'
import { until } from './testing/until.ts'

// What a person or a machine does wrong, told by the real process.
vi.setConfig({ testTimeout: 60_000 })

const oneTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)
const told = (edge: EdgeProcess) => edge.lines.map((line) => line.message ?? line.text).join('\n')
async function output(...words: string[]): Promise<string> {
  const edge = edgeProcess(...words)
  await edge.exited
  return told(edge)
}

const ELSEWHERE = `  - id: meter-1
    profile: generic/dma-meter
    protocol: modbus
    host: 127.0.0.1
    port: 1
    signals: { flow: DMA1-M/flow, pressure: DMA1-M/pressure }
`

test('a device at a wrong address is named, and the others are read all the same', async () => {
  const { config, centre } = await aSite(24, { more: ELSEWHERE })
  const edge = edgeProcess('--config', config)
  await until('the other device’s readings', () => centre.readings.length === 24)
  await until('the silence', () => centre.silences.some((s) => s.reason === 'unreachable'))
  expect(told(edge)).toContain('connecting to meter-1 on 127.0.0.1:1: nothing listens there')
  expect(await output('status', '--config', config)).toMatch(
    /gateway at 127\.0\.0\.1:\d+ answers\ndevice +meter-1 at 127\.0\.0\.1:1: 2 signals unreachable since .* ago: check its address and the network$/,
  )
})

test.each([
  [
    'bytes in its middle',
    (bytes: Buffer) => bytes.fill(0x5a, 4096),
    /malformed: it is damaged\. Move it away/,
  ],
  ['another file in its place', () => Buffer.from('not an outbox'.repeat(100)), /it is something else/],
])(
  'an outbox hurt by %s is named and left as it is, and starting again would be no use',
  async (_, hurt, expected) => {
    const { config, outbox } = await aSite(600)
    const first = edgeProcess('--config', config)
    await until('something to lose', () => (outboxStatus(outbox)?.last ?? 0) > 20)
    first.child.kill('SIGTERM')
    await first.exited
    writeFileSync(outbox, hurt(readFileSync(outbox)))
    const before = readFileSync(outbox)
    const edge = edgeProcess('--config', config)
    expect(await edge.exited).toBe(78)
    expect(told(edge)).toContain(outbox)
    expect(told(edge)).toMatch(expected)
    expect(readFileSync(outbox).equals(before)).toBe(true)
    const status = edgeProcess('status', '--config', config)
    expect(await status.exited).toBe(78)
    expect(status.errors()).toMatch(expected)
  },
)

test('a damaged key is named with what to do', async () => {
  const { config, folder } = await aSite(1)
  writeFileSync(join(folder, 'data/key.json'), '{"municipality":"9999"')
  const edge = edgeProcess('--config', config)
  expect(await edge.exited).toBe(78)
  expect(told(edge)).toContain(`${folder}/data/key.json is no collector's key. Move it away, and enrol again`)
})

test('what the centre refuses is listed with its reason, and sent again when a person says so', async () => {
  const { config, centre, outbox } = await aSite(36)
  const bad = (value: number | null) => value === 7 || value === 20
  centre.refuses = (batch) => (batch.readings.value.some(bad) ? 'too odd' : null)
  const edge = edgeProcess('--config', config)
  await until('the others', () => centre.readings.length === 34)
  expect(await output('status', '--config', config)).toMatch(/set aside +2 entries that the centre refused/)
  expect(await output('set-aside', '--config', config)).toMatch(
    /^the centre refused 2 entries; they are kept in .*outbox\.sqlite\n.*K1\/volume 7 m3 of 2026-01-10T00:00:07\.000000Z\n {2}400 invalid: readings too odd\n/,
  )
  const early = edgeProcess('resend', '--config', config)
  expect([await early.exited, early.errors()]).toEqual([1, expect.stringMatching(/stop it first/)])

  edge.child.kill('SIGTERM')
  await edge.exited
  centre.refuses = () => null
  expect(await output('resend', '--config', config)).toBe('2 entries are sent again when the edge runs')
  edgeProcess('--config', config)
  await until('all of them', () => centre.readings.length === 36)
  expect(centre.readings.map((r) => r.value).sort((a, b) => a! - b!)).toEqual(oneTo(36))
  expect(outboxStatus(outbox)).toMatchObject({ setAside: 0 })
})

test('a revoked key is told; a new one is taken up without a restart, and everything arrives under it', async () => {
  const { config, centre, outbox } = await aSite(30)
  centre.revoked = true
  const edge = edgeProcess('--config', config)
  await until('the complaint', () => told(edge).includes('does not know this collector'))
  await until('the readings', () => (outboxStatus(outbox)?.waiting ?? 0) >= 30)
  const wrong = edgeProcess('enrol', '--config', config, '--enrol', 'USED-CODE')
  expect(await wrong.exited).toBe(78)
  expect(wrong.errors()).toMatch(/it was used before, is older than an hour, or was mistyped/)

  centre.code = 'NEW'
  expect(await output('enrol', '--config', config, '--enrol', 'NEW')).toMatch(/^enrolled as collector/)
  await until('all of them', () => centre.readings.length === 30)
  expect(centre.readings.map((r) => r.value)).toEqual(oneTo(30))
})

/** A small disk of its own, mounted over a folder; null without the right to mount. */
function smallDisk(): string | null {
  const folder = temporaryFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    return null
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]))
  return folder
}

/** Fills it to the last byte; gives what it is filled with. */
function fill(folder: string): string {
  const ballast = join(folder, 'ballast')
  expect(() => {
    for (;;) writeFileSync(ballast, Buffer.alloc(4096), { flag: 'a' })
  }).toThrow('ENOSPC')
  return ballast
}

test('on a disk that is full the edge goes on, and what it could not write comes in once there is room', async ({
  skip,
}) => {
  const folder = smallDisk()
  if (!folder) return skip('needs the right to mount a small tmpfs')
  const { config, centre, device } = await aSite(2000, { folder })
  const edge = edgeProcess('--config', config)
  await until('some readings', () => centre.readings.length > 100)
  const ballast = fill(folder)
  await until('the complaint', () => told(edge).includes('outbox.sqlite is full: free some space there'))
  const served = device.served()
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(device.served()).toBeLessThanOrEqual(served + 24)
  rmSync(ballast)
  await until('all of them', () => centre.readings.length === 2000)
  expect(centre.readings.map((r) => r.value)).toEqual(oneTo(2000))
})

test('an edge that waits for room on its disk ends when it is told to', async ({ skip }) => {
  const folder = smallDisk()
  if (!folder) return skip('needs the right to mount a small tmpfs')
  const { config, centre } = await aSite(100_000, { folder })
  const edge = edgeProcess('--config', config)
  await until('some readings', () => centre.readings.length > 24)
  fill(folder)
  await until('the complaint', () => told(edge).includes('outbox.sqlite is full: free some space there'))
  edge.child.kill('SIGTERM')
  expect(await edge.exited).toBe(0)
})
