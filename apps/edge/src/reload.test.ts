import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { writeKey } from './key.ts'
import { KEY, testCentre } from './testing/centre.ts'
import { type EdgeProcess, edgeProcess } from './testing/edge-process.ts'
import { gateway } from './testing/gateway.ts'
import { aSite, gatewayOf, headOf } from './testing/site.ts'
import { temporaryFolder } from './testing/temporary.ts'
import { until } from './testing/until.ts'

// Each starts a process or two, on a machine that may be busy with others.
vi.setConfig({ testTimeout: 60_000 })

const oneTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)
const told = (edge: EdgeProcess) => edge.lines.map((line) => line.message).join('\n')
async function reload(config: string): Promise<{ code: number | null; said: string }> {
  const command = edgeProcess('reload', '--config', config)
  const code = await command.exited
  return { code, said: code === 0 ? String(command.lines[0]?.text) : command.errors() }
}

async function aGateway(events: number) {
  const opened = await gateway(events)
  onTestFinished(() => opened.close())
  return opened
}

test('devices that stay are read on, one that changed begins where it was, one that went is told, one that came is read', async () => {
  const centre = await testCentre()
  onTestFinished(() => centre.close())
  const [stays, changes, goes, comes] = await Promise.all([
    aGateway(100_000),
    aGateway(100_000),
    aGateway(100_000),
    aGateway(48),
  ])
  const folder = temporaryFolder()
  const config = join(folder, 'edge.yaml')
  writeKey(join(folder, 'data/key.json'), KEY)
  const write = (...devices: string[]) => writeFileSync(config, `${headOf(centre)}${devices.join('')}`)
  const of = (key: string) => centre.readings.filter((r) => r.key === key).map((r) => r.value)

  const stay = gatewayOf('stays', stays, 'A/volume')
  write(stay, gatewayOf('changes', changes, 'B/volume'), gatewayOf('goes', goes, 'C/volume'))
  const edge = edgeProcess('--config', config)
  await until('all three', () => ['A/volume', 'B/volume', 'C/volume'].every((key) => of(key).length > 24))

  write(
    stay,
    gatewayOf('changes', changes, 'B/volume', '    timeout: 3\n'),
    gatewayOf('comes', comes, 'D/volume'),
  )
  expect(await reload(config)).toEqual({
    code: 0,
    said: 'the configuration was read again: 1 device goes on, 1 changed (changes), 1 new (comes), 1 removed (goes)',
  })
  await until('the new one', () => of('D/volume').length === 48)
  const [a, b] = [of('A/volume').length, of('B/volume').length]
  await until('more of the others', () => of('A/volume').length > a + 24 && of('B/volume').length > b + 24)
  edge.child.kill('SIGTERM')
  expect(await edge.exited).toBe(0)

  expect([stays.connections(), changes.connections(), comes.connections()]).toEqual([1, 2, 1])
  for (const key of ['A/volume', 'B/volume', 'C/volume', 'D/volume'])
    expect(of(key)).toEqual(oneTo(of(key).length))
  const silences = (key: string) => centre.silences.filter((s) => s.signals.includes(key))
  expect(silences('A/volume')).toEqual([])
  expect(silences('C/volume')).toMatchObject([{ reason: 'removed', to: null }])
  expect(silences('B/volume').map((s) => [s.reason, s.to === null])).toEqual([
    ['collector-stopped', true],
    ['collector-stopped', false],
  ])
})

test('a signal that was removed stays so over a restart, and is back when it is configured again', async () => {
  const { config, centre, device } = await aSite(24)
  const other = await aGateway(24)
  const one = gatewayOf('gateway', device, 'K1/volume')
  const two = gatewayOf('other', other, 'K2/volume')
  const run = async (...devices: string[]) => {
    writeFileSync(config, `${headOf(centre)}${devices.join('')}`)
    const edge = edgeProcess('--config', config)
    await until('its start', () => edge.lines.some((l) => l.event === 'ready'))
    return edge
  }
  const stop = async (edge: EdgeProcess) => {
    edge.child.kill('SIGTERM')
    await edge.exited
  }
  const removed = () =>
    centre.silences.filter((s) => s.reason === 'removed' && s.signals.includes('K2/volume'))
  const first = await run(one, two)
  await until('both', () => centre.readings.length === 48)
  await stop(first)
  const second = await run(one)
  await until('the silence', () => removed().length === 1)
  await stop(second)
  await stop(await run(one))
  const last = await run(one, two)
  await until('its end', () => removed().length === 2)
  await stop(last)
  expect(removed().map(({ to }) => to === null)).toEqual([true, false])
  expect(removed()[1]).toMatchObject({ id: removed()[0]!.id })
})

test('a broken file changes nothing and says where it is broken; SIGHUP alone says the same in the log', async () => {
  const { config, centre, device } = await aSite(100_000)
  const edge = edgeProcess('--config', config)
  await until('some readings', () => centre.readings.length > 24)
  const broken = gatewayOf('gateway', device, 'K1/volume').replace('every: 0.1', 'evry: 0.1')
  writeFileSync(config, `${headOf(centre)}${broken}`)
  expect(await reload(config)).toEqual({
    code: 78,
    said: expect.stringMatching(/edge\.yaml:10:5 devices\[0\]\.evry: unknown name\. Did you mean every\?/),
  })
  edge.child.kill('SIGHUP')
  await until('the complaint', () => told(edge).includes('the edge goes on with the one before'))
  expect(told(edge)).toContain('devices[0].evry: unknown name')
  const before = centre.readings.length
  await until('more readings', () => centre.readings.length > before + 24)
  expect(device.connections()).toBe(1)
  const status = edgeProcess('status', '--config', config)
  expect(await status.exited).toBe(78)
})

test('what would make it another edge is refused, another centre is taken up', async () => {
  const { config, centre, device } = await aSite(100_000)
  const other = await testCentre()
  onTestFinished(() => other.close())
  edgeProcess('--config', config)
  await until('some readings', () => centre.readings.length > 24)
  const text = `${headOf(centre)}${gatewayOf('gateway', device, 'K1/volume')}`
  writeFileSync(config, text.replace('"9999"', '"0114"'))
  expect(await reload(config)).toEqual({
    code: 78,
    said: expect.stringMatching(/municipality can't change from 9999 to 0114 while the edge runs/),
  })
  writeFileSync(config, text.replace(centre.url, other.url))
  expect((await reload(config)).said).toMatch(/1 device goes on$/)
  await until('the other centre’s readings', () => other.readings.length > 24)
  expect(device.connections()).toBe(1)
})

test('an edge that does not run can’t take anything up', async () => {
  const { config } = await aSite(1)
  expect(await reload(config)).toEqual({ code: 1, said: expect.stringMatching(/no edge runs on .*data/) })
})
