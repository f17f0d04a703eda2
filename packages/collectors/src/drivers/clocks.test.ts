import { join } from 'node:path'
import { HOUR, MINUTE, type Micros, SECOND } from '@driftbild/core'
import { encodeSourceTime, findProfile, ModbusDevice, type ModbusProfile } from '@driftbild/devices'
import { expect, onTestFinished, test } from 'vitest'
import type { Driver } from '../driver.ts'
import { collectingSink } from '../testing/collecting-sink.ts'
import { modbusServer } from '../testing/modbus-server.ts'
import { opcuaServer } from '../testing/opcua-server.ts'
import { T0 } from '../testing/readings.ts'
import { stationDevice } from '../testing/station-device.ts'
import { stationProfile } from '../testing/station-profile.ts'
import { temporaryFolder } from '../testing/temporary.ts'
import { until } from '../testing/until.ts'
import { modbusDriver } from './modbus/driver.ts'
import { modbusLines } from './modbus/line.ts'
import { opcuaDriver } from './opcua/driver.ts'
import { lazyPki } from './opcua/pki.ts'

async function running(driver: Driver) {
  const sink = collectingSink()
  const stop = new AbortController()
  const run = driver.run(sink, stop.signal)
  onTestFinished(async () => {
    stop.abort()
    await run
  })
  await until('what it says of the clock', () => sink.clocks.length > 0)
  return sink
}

const meter = findProfile('generic/dma-meter') as ModbusProfile
const every = Math.max(
  ...meter.points.map(({ reporting }) => (reporting.type === 'every' ? reporting.seconds : Number.NaN)),
)

/** A meter that wrote this time beside its values, and what the driver says of its clock. */
async function aMeter(shown: Micros) {
  const server = await modbusServer()
  for (let address = 0; address < 32; address++) server.put('input-register', address, [0])
  const time = meter.sourceTime!
  const show = (at: Micros) => server.put(time.table, time.address, encodeSourceTime(time, at))
  show(shown)
  const device = ModbusDevice.parse({
    id: 'meter',
    profile: meter.id,
    protocol: 'modbus',
    host: '127.0.0.1',
    port: server.port,
    every: 0.02,
    signals: { flow: 'M1/flow' },
  })
  const sink = await running(modbusDriver(device, meter, { now: () => T0, lines: modbusLines() }))
  return { server, sink, show }
}

test('a meter’s values may be as old as its rule allows, and no newer than now', async () => {
  const clockOf = async (shown: Micros) => (await aMeter(shown)).sink.clocks[0]
  expect(await clockOf(T0)).toBe(0)
  expect(await clockOf(T0 - every * SECOND)).toBe(0)
  expect(await clockOf(T0 - HOUR)).toBe((every + 0.02) * SECOND - HOUR)
  expect(await clockOf(T0 + MINUTE)).toBe(MINUTE)
})

test('a time that stands still says nothing of the clock', async () => {
  const { server, sink, show } = await aMeter(T0 - HOUR)
  const polls = () => server.requests.length
  const before = polls()
  await until('more polls', () => polls() > before + 3)
  expect(sink.clocks).toHaveLength(1)
  show(T0)
  await until('another time', () => sink.clocks.length > 1)
  expect(sink.clocks[1]).toBe(0)
})

test('a server’s clock is the one that it shows, however old its values are', async () => {
  const server = await opcuaServer({ variables: { Pressure: { initial: [4, T0 - 9 * HOUR] } } })
  const now = () => Date.now() * 1000 - HOUR
  const device = stationDevice(server.endpoint, { signals: { pressure: 'S1/pressure' } })
  const pki = lazyPki(join(temporaryFolder(), 'pki'), now)
  const { clocks } = await running(opcuaDriver(device, stationProfile, { now, pki, environment: {} }))
  expect(clocks[0]! / HOUR).toBeCloseTo(1, 1)
})
