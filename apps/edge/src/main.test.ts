import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { outboxStatus } from '@driftbild/collectors/status'
import { expect, test, vi } from 'vitest'
import { readKey } from './key.ts'
import { KEY } from './testing/centre.ts'
import { edgeProcess } from './testing/edge-process.ts'
import { FIRST_EVENT } from './testing/gateway.ts'
import { aSite } from './testing/site.ts'
import { temporaryFolder } from './testing/temporary.ts'
import { until } from './testing/until.ts'

// Each starts a process or two, on a machine that may be busy with others.
vi.setConfig({ testTimeout: 60_000 })

const oneTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

test('killed with −9 in the middle of reading and sending, replies lost on the way: each value is stored once', async () => {
  const events = 600
  const { config, centre, device } = await aSite(events)
  for (let round = 0; round < 3; round++) {
    const edge = edgeProcess('--config', config)
    await until('some progress', () => centre.readings.length > round * 60 || device.served() === events)
    centre.mishaps.push('lose-reply')
    await new Promise((resolve) => setTimeout(resolve, 40 * round))
    edge.child.kill('SIGKILL')
    await edge.exited
  }
  edgeProcess('--config', config)
  await until('all', () => centre.readings.length >= events, 30_000)
  expect(centre.readings.map((r) => r.value)).toEqual(oneTo(events))
  expect(centre.readings.map((r) => (r.sourceTime - FIRST_EVENT) / 1e6)).toEqual(oneTo(events))
  const told = (id: string) => centre.silences.filter((s) => s.id === id).map((s) => s.to === null)
  const stops = () =>
    centre.silences.filter((s) => s.reason === 'collector-stopped' && s.to === null).map((s) => s.id)
  // The last life may have found every value stored, and its own end of silence still on its way.
  await until(
    'each silence, and its end',
    () => stops().length > 0 && stops().every((id) => told(id).length > 1),
  )
  // A life that was killed before it wrote anything lies within the silence that the next one tells.
  for (const id of stops()) expect(told(id)).toEqual([true, false])
})

test('collects before it can enrol, and what it read meanwhile is sent after', async () => {
  const { config, centre, folder } = await aSite(30, { key: false })
  const edge = edgeProcess('--config', config, '--enrol', 'ABCD')
  await until('the refusal', () =>
    edge.lines.some((l) => String(l.message).includes('does not accept the enrolment code')),
  )
  await until('the readings', () => (outboxStatus(join(folder, 'data/outbox.sqlite'))?.waiting ?? 0) >= 30)
  edge.child.kill('SIGTERM')
  expect(await edge.exited).toBe(0)

  centre.code = 'EFGH'
  const second = edgeProcess('--config', config, '--enrol', 'EFGH')
  await until('all', () => centre.readings.length === 30)
  const key = join(folder, 'data/key.json')
  expect(readKey(key)).toEqual(KEY)
  expect(statSync(key).mode & 0o777).toBe(0o600)
  expect(JSON.stringify(second.lines)).not.toContain(KEY.key)
  expect(second.lines.find((l) => l.event === 'ready')).toMatchObject({ devices: 1 })
})

test('ends by itself when whoever started it is gone', async () => {
  const { config } = await aSite(1)
  const edge = edgeProcess('--config', config)
  await until('its start', () => edge.lines.some((l) => l.event === 'ready'))
  edge.child.stdin!.end()
  expect(await edge.exited).toBe(0)
})

test('status tells what waits, with the edge running or not', async () => {
  const { config, centre, folder } = await aSite(24)
  await centre.close()
  const before = edgeProcess('status', '--config', config)
  expect(await before.exited).toBe(0)
  expect(before.lines[0]!.text).toBe(`nothing was collected in ${join(folder, 'data')} yet`)
  edgeProcess('--config', config)
  await until('the readings', () => (outboxStatus(join(folder, 'data/outbox.sqlite'))?.waiting ?? 0) >= 24)
  const during = edgeProcess('status', '--config', config, '--json')
  await during.exited
  expect(during.lines[0]).toMatchObject({ waiting: 24, acknowledged: 0, collector: KEY.collector })
  const text = edgeProcess('status', '--config', config)
  await text.exited
  expect(text.lines.map((l) => l.text).join('\n')).toMatch(/waiting +24 entries, the oldest from .* ago\n/)
})

test.each([
  [
    'a configuration with a mistake',
    ['--config', 'CONFIG'],
    /edge.yaml:5:1 devcies: unknown name. Did you mean devices\?/,
  ],
  ['an unknown option', ['--confg', 'x'], /Unknown option '--confg'[\s\S]*edge --config FILE/],
])('%s is told, and starting again would be no use', async (_, words, expected) => {
  const broken = join(temporaryFolder(), 'edge.yaml')
  writeFileSync(broken, 'municipality: "9999"\napi: http://127.0.0.1:1\nfolder: data\n\ndevcies: []\n')
  const edge = edgeProcess(...words.map((w) => w.replace('CONFIG', broken)))
  expect(await edge.exited).toBe(78)
  expect(edge.lines[0]).toMatchObject({
    event: 'log',
    level: 'error',
    message: expect.stringMatching(expected),
  })
})

test('a second edge on the same folder is told so', async () => {
  const { config } = await aSite(1)
  const first = edgeProcess('--config', config)
  await until('its start', () => first.lines.some((l) => l.event === 'ready'))
  const second = edgeProcess('--config', config)
  expect(await second.exited).toBe(1)
  expect(second.lines[0]!.message).toMatch(
    /another process already collects into .*outbox.sqlite: stop it first/,
  )
})
