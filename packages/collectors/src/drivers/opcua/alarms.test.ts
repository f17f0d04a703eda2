import { join } from 'node:path'
import { StatusCodes, type UAMethod } from 'node-opcua'
import { describe, expect, test, vi } from 'vitest'
import { freePort } from '../../testing/modbus-server.ts'
import { opcuaServer } from '../../testing/opcua-server.ts'
import { proxyTo } from '../../testing/proxy.ts'
import { collectStation, startStation } from '../../testing/station-device.ts'
import { temporaryFolder } from '../../testing/temporary.ts'
import { until } from '../../testing/until.ts'

vi.setConfig({ testTimeout: 60_000 })

const CONDITION_REFRESH = 'i=3875'
const conditions = [
  { name: 'high', source: 'HighLevelInput', condition: 'HighLevel' },
  { name: 'dry', source: 'DryRunInput', condition: 'DryRun' },
]
const alarms = ['HighLevel', 'DryRun']
const config = { alarms: { conditions }, signals: { high: 'S1/high', dry: 'S1/dry' } }

/** Collects the alarms; `flags` gives what the outbox has of one. */
function collect(endpoint: string, path: string) {
  const collected = collectStation(endpoint, path, config)
  const readings = (key: string) =>
    collected.outbox.read(0).flatMap((e) => (e.kind === 'reading' && e.key === key ? [e.reading] : []))
  const flags = (key: string) => readings(key).map((r) => ('value' in r ? r.value : r.reason))
  return { ...collected, readings, flags }
}
const outboxPath = () => join(temporaryFolder(), 'outbox.sqlite')

test('a condition without a signal is named once, as it would be mapped', async () => {
  const server = await opcuaServer({ variables: {}, alarms })
  const { sink } = startStation(server.endpoint, { ...config, signals: { high: 'S1/high' } })
  await until('the events', () => sink.heardKeys.has('S1/high'))
  for (const active of [true, false, true]) server.alarm('DryRun', active)
  server.alarm('HighLevel', true)
  await until('the mapped one', () => sink.values('S1/high').includes(1))
  expect(sink.messages).toEqual([
    expect.stringMatching(/tells of the condition DryRun of (\d:)?DryRunInput, which is no signal here$/),
  ])
})

describe('a condition', () => {
  test('that becomes active is a 1, that clears a 0, at the times of its events', async () => {
    const server = await opcuaServer({ variables: {}, alarms })
    const { sink } = startStation(server.endpoint, config)
    await until('the events', () => sink.heardKeys.has('S1/high'))
    const before = Date.now() * 1000
    server.alarm('HighLevel', true)
    await until('the alarm', () => sink.values('S1/high').includes(1))
    server.alarm('HighLevel', false)
    await until('its end', () => sink.values('S1/high').at(-1) === 0)
    expect(sink.values('S1/dry')).toEqual([])
    for (const { unit, kind, reading } of sink.taken) {
      expect([unit, kind, reading.clock, reading.status]).toEqual(['1', 'flag', 'device', 0])
      expect(reading.sourceTime).toBeGreaterThanOrEqual(before)
    }
  })

  test('that stood before we came is told by the refresh, once', async () => {
    const server = await opcuaServer({ variables: {}, alarms })
    server.alarm('DryRun', true)
    const path = outboxPath()
    const first = collect(server.endpoint, path)
    await until('the alarm', () => first.flags('S1/dry').includes(1))
    await first.stop()
    const second = collect(server.endpoint, path)
    server.alarm('HighLevel', true)
    await until('another', () => second.flags('S1/high').includes(1))
    expect(second.flags('S1/dry')).toEqual([1])
  })

  test('that cleared while the link was cut is cleared when it is back', async () => {
    const server = await opcuaServer({ variables: {}, alarms })
    const proxy = await proxyTo(server.port)
    const { flags } = collect(`opc.tcp://127.0.0.1:${proxy.port}`, outboxPath())
    await until('the start', () => server.sessions().length > 0)
    server.alarm('HighLevel', true)
    await until('the alarm', () => flags('S1/high').includes(1))
    proxy.cut()
    server.alarm('HighLevel', false)
    server.alarm('DryRun', true)
    proxy.mend()
    await until('its end', () => flags('S1/high').at(-1) === 0)
    await until('the other', () => flags('S1/dry').includes(1))
  })

  test('that cleared while we were not running is cleared when we are, at the time of its event', async () => {
    const server = await opcuaServer({ variables: {}, alarms })
    const path = outboxPath()
    const first = collect(server.endpoint, path)
    await until('the start', () => server.sessions().length > 0)
    server.alarm('HighLevel', true)
    await until('the alarm', () => first.flags('S1/high').includes(1))
    await first.stop()
    server.alarm('HighLevel', false)
    const away = Date.now() * 1000
    const second = collect(server.endpoint, path)
    await until('its end', () => second.flags('S1/high').at(-1) === 0)
    expect(second.readings('S1/high').at(-1)!.sourceTime).toBeLessThanOrEqual(away)
  })

  test('that a restarted server no longer has is cleared at the refresh, uncertain when', async () => {
    const port = await freePort()
    const first = await opcuaServer({ port, variables: {}, alarms })
    const path = outboxPath()
    const one = collect(first.endpoint, path)
    await until('the start', () => first.sessions().length > 0)
    first.alarm('HighLevel', true)
    await until('the alarm', () => one.flags('S1/high').includes(1))
    await one.stop()
    await first.stop()
    await opcuaServer({ port, variables: {}, alarms })
    const two = collect(first.endpoint, path)
    await until('its end', () => two.flags('S1/high').at(-1) === 0)
    const [raised, cleared] = [two.readings('S1/high').at(0)!, two.readings('S1/high').at(-1)!]
    expect(cleared.status).toBe(0x40000000)
    expect(cleared.sourceTime).toBeGreaterThan(raised.sourceTime)
    expect(two.flags('S1/dry')).toEqual([])
  })
})

test('a server that does not tell which conditions stand is told of as long as it does not', async () => {
  const server = await opcuaServer({ variables: {}, alarms })
  const refresh = server.server.engine.addressSpace!.findNode(CONDITION_REFRESH) as UAMethod
  refresh.bindMethod((_inputs, _context, answer) =>
    answer(null, { statusCode: StatusCodes.BadNotImplemented }),
  )
  const { sink } = startStation(server.endpoint, config)
  await until('the caveat', () => sink.caveats.length > 0)
  expect(sink.caveats).toEqual([
    expect.stringMatching(/does not tell which alarms stand \(BadNotImplemented.*: one that cleared unseen/),
  ])
  server.alarm('HighLevel', true)
  await until('an alarm all the same', () => sink.values('S1/high').includes(1))
  expect(sink.silences).toEqual([])
})

test('a notifier that is not there is named, and its signals are silent', async () => {
  const server = await opcuaServer({ variables: {}, alarms })
  const { sink } = startStation(server.endpoint, { ...config, alarms: { notifier: '1:Sation', conditions } })
  await until('the complaint', () => sink.silences.length > 0)
  expect(sink.silences[0]).toMatchObject({
    keys: ['S1/high', 'S1/dry'],
    failure: { reason: 'node-missing', message: expect.stringMatching(/, 1:Sation: there is no such node/) },
  })
})
