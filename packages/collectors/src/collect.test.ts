import { join } from 'node:path'
import type { OutboxEntry, Silence } from '@driftbild/core'
import {
  type DeviceConfig,
  encodeWords,
  findProfile,
  listModbusPoints,
  ModbusDevice,
  type ModbusProfile,
  OpcuaDevice,
} from '@driftbild/devices'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type Collector, collect } from './collect.ts'
import { lazyPki } from './drivers/opcua/pki.ts'
import { Outbox } from './outbox/outbox.ts'
import { type ModbusServer, modbusServer } from './testing/modbus-server.ts'
import { NAMESPACE, opcuaServer } from './testing/opcua-server.ts'
import { T0 } from './testing/readings.ts'
import { serialServer } from './testing/serial-server.ts'
import { temporaryFolder } from './testing/temporary.ts'
import { until } from './testing/until.ts'

// Each starts a server or two, on a machine that may be busy with others.
vi.setConfig({ testTimeout: 60_000 })

const now = () => Date.now() * 1000
const logger = findProfile('generic/pressure-logger') as ModbusProfile

function aLogger(id: string, port: number, more: object = {}): ModbusDevice {
  return ModbusDevice.parse({
    id,
    profile: logger.id,
    protocol: 'modbus',
    host: '127.0.0.1',
    port,
    every: 0.05,
    timeout: 1,
    signals: { pressure: `${id}/pressure` },
    ...more,
  })
}

function aStation(endpoint: string, more: object = {}): OpcuaDevice {
  return OpcuaDevice.parse({
    id: 'station',
    profile: 'generic/opcua',
    protocol: 'opcua',
    endpoint,
    namespaces: [NAMESPACE],
    object: '1:Station',
    security: 'None',
    sampling: 0,
    publishing: 50,
    points: [
      {
        name: 'level',
        role: 'level',
        unit: 'm',
        reporting: { type: 'every', seconds: 1 },
        path: ['1:Level'],
      },
    ],
    signals: { level: 'station/level' },
    ...more,
  })
}

async function aLoggerServer(port?: number): Promise<ModbusServer> {
  const server = await modbusServer(port)
  for (const { point } of listModbusPoints(logger, { points: [] }))
    server.put(point.table, point.address, encodeWords(point, 5))
  return server
}

function collecting(devices: DeviceConfig[], path = join(temporaryFolder(), 'outbox.sqlite')) {
  const log = () => undefined
  const outbox = new Outbox({ path, now, log })
  const context = { pki: lazyPki(join(temporaryFolder(), 'pki'), now), environment: {} }
  const collector = collect({ devices, outbox, now, log, context })
  const stop = async () => {
    await collector.stop()
    outbox.close()
  }
  onTestFinished(stop)
  const entries = () => {
    outbox.flush()
    return outbox.read(0, 1e6)
  }
  return { collector, outbox, entries, stop, path }
}

const valuesOf = (entries: OutboxEntry[], key: string) =>
  entries.flatMap((e) =>
    e.kind === 'reading' && e.key === key && 'value' in e.reading ? [e.reading.value] : [],
  )
const silencesOf = (entries: OutboxEntry[], key: string): Silence[] =>
  entries.flatMap((e) => (e.kind === 'silence' && e.silence.signals.includes(key) ? [e.silence] : []))
const reportOf = (collector: Collector, id: string) => collector.reports().find((report) => report.id === id)

test('an OPC UA server keeps its one session and loses no value while the devices around it change', async () => {
  const station = await opcuaServer({ variables: { Level: { initial: [0, T0] } } })
  const [one, two] = await Promise.all([aLoggerServer(), aLoggerServer()])
  const same = aStation(station.endpoint)
  const { collector, entries } = collecting([same, aLogger('one', one.port), aLogger('two', two.port)])
  await until('all three', () => collector.reports().every((report) => report.readings > 0))
  const before = station.server.engine.cumulatedSessionCount

  let level = 0
  const writing = setInterval(() => station.put('Level', ++level, T0 + level * 1e6), 5)
  onTestFinished(() => clearInterval(writing))
  const changes = await collector.change([
    aStation(station.endpoint),
    aLogger('one', one.port, { every: 0.1 }),
    aLogger('three', two.port),
  ])
  expect(changes).toEqual({ same: ['station'], changed: ['one'], added: ['three'], removed: ['two'] })
  await until('the changed and the new one', () =>
    ['one', 'three'].every((id) => (reportOf(collector, id)?.readings ?? 0) > 1),
  )
  clearInterval(writing)
  await until('the last level', () => valuesOf(entries(), 'station/level').at(-1) === level)

  const levels = valuesOf(entries(), 'station/level')
  expect(levels).toEqual(Array.from({ length: level + 1 }, (_, i) => i))
  expect(station.server.engine.cumulatedSessionCount).toBe(before)
  expect(reportOf(collector, 'station')).toMatchObject({ reconnects: 0, problem: null })
  expect(reportOf(collector, 'two')).toBeUndefined()
  expect(silencesOf(entries(), 'station/level')).toEqual([])
  expect(silencesOf(entries(), 'two/pressure')).toMatchObject([{ reason: 'removed', to: null }])
  expect(silencesOf(entries(), 'three/pressure')).toEqual([])
})

test('a device that could not be read before it changed is silent on, without a hole between the two', async () => {
  const { collector, entries } = collecting([aLogger('one', 1)])
  await until('its silence', () => silencesOf(entries(), 'one/pressure').length > 0)
  await collector.change([aLogger('one', 1, { every: 1 })])
  await until(
    'another one',
    () => silencesOf(entries(), 'one/pressure').filter((s) => s.reason === 'unreachable').length === 3,
  )
  const unreachable = silencesOf(entries(), 'one/pressure').filter((s) => s.reason === 'unreachable')
  const [opened, closed, again] = unreachable
  expect(closed).toMatchObject({ id: opened!.id })
  expect(again!.to).toBeNull()
  const between = silencesOf(entries(), 'one/pressure').filter(
    (s) => s.reason === 'collector-stopped' && s.to !== null,
  )
  expect([closed!.to! <= between[0]!.from, between[0]!.to]).toEqual([true, again!.from])
})

test('a signal that moves to another device is not told as removed', async () => {
  const server = await aLoggerServer()
  const { collector, entries } = collecting([aLogger('one', server.port)])
  await until('a value', () => valuesOf(entries(), 'one/pressure').length > 0)
  await collector.change([aLogger('other', server.port, { signals: { pressure: 'one/pressure' } })])
  expect(silencesOf(entries(), 'one/pressure').map((s) => s.reason)).not.toContain('removed')
})

test('a line that is spoken to otherwise from now on is', async () => {
  const server = await aLoggerServer()
  const { collector, entries } = collecting([aLogger('one', server.port)])
  await until('a value', () => valuesOf(entries(), 'one/pressure').length > 0)
  const { port } = server
  await server.stop()
  const behind = await aLoggerServer()
  await serialServer(behind.port, port)
  await collector.change([aLogger('one', port, { framing: 'rtu' })])
  const requests = () => behind.requests.length
  await until('requests in the new framing', () => requests() > 2)
  const values = valuesOf(entries(), 'one/pressure').length
  await until('values', () => valuesOf(entries(), 'one/pressure').length > values)
})
