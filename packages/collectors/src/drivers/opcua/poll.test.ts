import { join } from 'node:path'
import { statusCodes } from '@driftbild/core'
import { expect, test, vi } from 'vitest'
import { freePort } from '../../testing/modbus-server.ts'
import { opcuaServer } from '../../testing/opcua-server.ts'
import { proxyTo } from '../../testing/proxy.ts'
import { T0 } from '../../testing/readings.ts'
import { collectStation, startStation } from '../../testing/station-device.ts'
import { temporaryFolder } from '../../testing/temporary.ts'
import { until } from '../../testing/until.ts'

vi.setConfig({ testTimeout: 30_000 })

const seconds = (n: number) => T0 + n * 1e6
const polling = { mode: 'poll', every: 0.05 }

test('values are asked for in as many calls as the server allows, and no subscription is made', async () => {
  const names = Array.from({ length: 11 }, (_, i) => `Extra${i}`)
  const server = await opcuaServer({
    nodesPerRead: 4,
    variables: Object.fromEntries(names.map((name, i) => [name, { initial: [i, T0] as [number, number] }])),
  })
  const reporting = { type: 'every', seconds: 1 }
  const { sink } = startStation(server.endpoint, {
    ...polling,
    points: names.map((name) => ({
      ...{ name: name.toLowerCase(), role: 'pressure', unit: 'bar', reporting },
      path: [`1:${name}`],
    })),
    signals: Object.fromEntries(names.map((name) => [name.toLowerCase(), `S1/${name}`])),
  })
  await until('a second round', () => sink.values('S1/Extra10').length > 1)
  expect(names.map((name) => sink.values(`S1/${name}`)[0])).toEqual(names.map((_, i) => i))
  expect(server.server.engine.cumulatedSubscriptionCount).toBe(0)
})

test('a value that stands still is stored once, a bad status with its time', async () => {
  const server = await opcuaServer({ variables: { Pressure: { initial: [1, T0] } } })
  const { outbox, values } = collectStation(server.endpoint, join(temporaryFolder(), 'o.sqlite'), polling)
  await until('the first', () => values().includes(1))
  server.put('Pressure', 2, seconds(1))
  await until('the second', () => values().includes(2))
  server.put('Pressure', null, seconds(2), statusCodes.BadSensorFailure)
  const readings = () => outbox.read(0).flatMap((e) => (e.kind === 'reading' ? [e.reading] : []))
  await until('the third', () => readings().length === 3)
  server.put('Pressure', 3, seconds(3))
  await until('the fourth', () => values().includes(3))
  expect(readings()).toMatchObject([
    { value: 1, sourceTime: T0 },
    { value: 2, sourceTime: seconds(1) },
    { reason: 'bad-status', status: statusCodes.BadSensorFailure, sourceTime: seconds(2) },
    { value: 3, sourceTime: seconds(3) },
  ])
})

test('after a cut link it asks on, and says since when it could not', async () => {
  const server = await opcuaServer({ variables: { Pressure: { initial: [1, T0] } } })
  const proxy = await proxyTo(server.port)
  const endpoint = `opc.tcp://127.0.0.1:${proxy.port}`
  const { values, silences } = collectStation(endpoint, join(temporaryFolder(), 'o.sqlite'), polling)
  await until('the first', () => values().includes(1))
  proxy.cut()
  await until('the silence', () => silences().length > 0)
  server.put('Pressure', 2, seconds(1))
  proxy.mend()
  await until('the next', () => values().includes(2))
  expect(silences()).toMatchObject([{ reason: 'unreachable', to: null }, { to: expect.any(Number) }])
})

test('a server that came back with other numbers for its nodes is looked through anew', async () => {
  const port = await freePort()
  const first = await opcuaServer({ port, variables: { Pressure: { initial: [1, T0] } } })
  const { values } = collectStation(first.endpoint, join(temporaryFolder(), 'o.sqlite'), polling)
  await until('the first', () => values().includes(1))
  await first.stop()
  await opcuaServer({
    port,
    namespacesBefore: ['urn:somebody:else'],
    variables: { Level: { initial: [99, seconds(5)] }, Pressure: { initial: [2, seconds(5)] } },
  })
  await until('the next', () => values().includes(2))
  expect(values()).toEqual([1, 2])
})

test('a node that is taken away and comes back is found again', async () => {
  const server = await opcuaServer({
    variables: { Pressure: { initial: [1, T0] }, Level: { initial: [1, T0] } },
  })
  const { sink } = startStation(server.endpoint, polling)
  await until('both', () => sink.values('S1/pressure').length > 0 && sink.values('S1/level').length > 0)
  server.remove('Level')
  await until('the complaint', () => sink.silences.length > 0)
  expect(sink.silences[0]).toMatchObject({ keys: ['S1/level'], failure: { reason: 'node-missing' } })
  server.add('Level', { initial: [7, seconds(1)] })
  await until('the new one', () => sink.values('S1/level').includes(7))
})
