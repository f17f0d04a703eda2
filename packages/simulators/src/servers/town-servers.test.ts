import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Micros, parseTime, SECOND } from '@driftbild/core'
import {
  DeviceConfig,
  decodeWords,
  findProfile,
  listModbusPoints,
  type ModbusProfile,
} from '@driftbild/devices'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PlayedDevice } from '../played-device.ts'
import { connectModbus } from '../testing/modbus-client.ts'
import { connectTestClient } from '../testing/opcua-client.ts'
import type { Sample, ValueSource } from '../value-source.ts'
import { startTownServers, type TownServers } from './town-servers.ts'

/** Machines that are busy with other tests are slow; nothing here is about time. */
const SOON = { timeout: 30_000 }

const start = parseTime('2026-03-01T10:00:00Z')
const pump = (id: string): PlayedDevice => ({
  id,
  profile: 'generic/vsd-pump',
  protocol: 'opcua',
  server: 'waterworks',
  namespaces: ['urn:norrvik'],
  object: `3:Waterworks/3:${id}`,
  signals: { power: `${id}/power`, flow: `${id}/flow` },
})
const meter = (id: string, unit: number): PlayedDevice => ({
  id,
  profile: 'generic/dma-meter',
  protocol: 'modbus',
  server: 'meters',
  unit,
  signals: { flow: `${id}/flow`, pressure: `${id}/pressure` },
})
const devices = [pump('P1'), pump('P2'), meter('M1', 1), meter('M2', 2)]

/** Every signal every ten seconds: the value counts up. */
function countingSource(from: Micros, keys: readonly string[]): ValueSource {
  let next = from
  return {
    *samplesUntil(now) {
      for (; next <= now; next += 10 * SECOND) {
        for (const key of keys)
          yield { key, time: next, value: (next - from) / (10 * SECOND), status: 0 } as Sample
      }
    },
  }
}

let folder: string
let running: TownServers | undefined
let now = start
const startServers = async (speed = 1) => {
  const keys = devices.flatMap((device) => Object.values(device.signals))
  running = await startTownServers({
    town: { devices },
    source: countingSource(start - 100 * SECOND, [...keys, 'nobody/flow']),
    speed,
    folder,
    now: () => now,
    log: (_, message) => logged.push(message),
  })
  return running
}
const logged: string[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'driftbild-town-'))
  now = start
  logged.length = 0
})
afterEach(async () => {
  await running?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a town’s devices answer over both protocols, each at its own unit or object', async () => {
  const { devices: configs, stop } = await startServers(60)
  expect(configs.map((config) => DeviceConfig.parse(config))).toEqual(configs)
  expect(configs.map((config) => config.id)).toEqual(['P1', 'P2', 'M1', 'M2'])
  const [p1, , , m2] = configs
  if (p1?.protocol !== 'opcua' || m2?.protocol !== 'modbus') throw new Error('protocols')
  expect(p1.security).toBe('SignAndEncrypt')

  const client = await connectTestClient(p1.endpoint, folder, 'SignAndEncrypt')
  const element = (uri: string) => (name: string) => ({ uri, name })
  const [site, ua] = [element('urn:norrvik'), element('http://opcfoundation.org/UA/Pumps/')]
  const node = await client.resolve([
    ...['Waterworks', 'P2'].map(site),
    ...['Operational', 'Measurements', 'PumpPowerInput'].map(ua),
  ])
  expect(await client.history(node, 0, start, 4)).toHaveLength(11)
  // A second later on the wall is a minute later in the town.
  now = start + SECOND
  await expect.poll(async () => (await client.read(node)).time, SOON).toBe(start + 60 * SECOND)
  expect((await client.history(node, 0, start + 60 * SECOND, 100)).map((o) => o.value)).toEqual(
    Array.from({ length: 17 }, (_, i) => i),
  )
  await client.close()

  const modbus = await connectModbus(m2.port, m2.unit)
  const place = listModbusPoints(findProfile(m2.profile) as ModbusProfile, m2).find(
    (p) => p.name === 'pressure',
  )!
  const { data } = await modbus.readInputRegisters(place.point.address, 2)
  expect(decodeWords(place.point, data)).toMatchObject({ value: 16 })
  modbus.close(() => {})
  expect(logged).toEqual(['no device plays the signal nobody/flow'])
  await stop()
})

test('a restart keeps certificates and ports, and takes another port when its own is gone', async () => {
  const first = (await startServers()).devices
  await running!.stop()
  const second = (await startServers()).devices
  expect(second).toEqual(first)
  await running!.stop()

  const meters = first.find((config) => config.protocol === 'modbus')!
  const squatter = createServer().listen(meters.port, '127.0.0.1')
  await new Promise((resolve) => squatter.once('listening', resolve))
  const third = (await startServers()).devices
  const moved = third.find((config) => config.protocol === 'modbus')!
  expect(moved.port).not.toBe(meters.port)
  expect(logged).toContain(
    `port ${meters.port} of meters is taken by another program; it has ${moved.port} now`,
  )
  expect(third[0]).toEqual(first[0])
  await new Promise((resolve) => squatter.close(resolve))
})

test.each([
  [
    'an unknown profile',
    { ...pump('P1'), profile: 'generic/nothing' },
    /P1 has an unknown profile generic\/nothing/,
  ],
  [
    'a profile of the other protocol',
    { ...pump('P1'), profile: 'generic/dma-meter' },
    /P1 speaks opcua, its profile/,
  ],
  [
    'a point that is not there',
    { ...pump('P1'), signals: { flwo: 'P1/flow' } },
    /P1: its profile .* has no point flwo/,
  ],
] as const)('%s is refused by name', async (_, device, message) => {
  const spec = {
    town: { devices: [device as PlayedDevice] },
    source: countingSource(start, []),
    speed: 1,
    folder,
  }
  await expect(startTownServers({ ...spec, now: () => now })).rejects.toThrow(message)
})
