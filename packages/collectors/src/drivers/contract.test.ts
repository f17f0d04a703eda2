import { join } from 'node:path'
import { statusCodes } from '@driftbild/core'
import {
  encodeSourceTime,
  encodeWords,
  findProfile,
  ModbusDevice,
  type ModbusProfile,
  OpcuaDevice,
} from '@driftbild/devices'
import { type DeviceFixture, driverContract } from '../testing/driver-contract.ts'
import { freePort, type ModbusServer, modbusServer } from '../testing/modbus-server.ts'
import { type OpcuaTestServer, opcuaServer } from '../testing/opcua-server.ts'
import { type SerialServer, serialServer } from '../testing/serial-server.ts'
import { stationProfile } from '../testing/station-profile.ts'
import { temporaryFolder } from '../testing/temporary.ts'
import { modbusDriver } from './modbus/driver.ts'
import { modbusLines } from './modbus/line.ts'
import { opcuaDriver } from './opcua/driver.ts'
import { lazyPki } from './opcua/pki.ts'

const now = () => Date.now() * 1000

driverContract('Modbus TCP', () => meterFixture('tcp'))
driverContract('Modbus RTU over TCP', () => meterFixture('rtu'))

driverContract('OPC UA', async () => {
  const port = await freePort()
  const device = OpcuaDevice.parse({
    id: 'station',
    profile: stationProfile.id,
    protocol: 'opcua',
    endpoint: `opc.tcp://127.0.0.1:${port}`,
    object: '1:Station',
    security: 'None',
    sampling: 0,
    publishing: 50,
    signals: { pressure: 'S1/pressure' },
  })
  let server: OpcuaTestServer | undefined
  return {
    key: 'S1/pressure',
    address: device.endpoint,
    driver: opcuaDriver(device, stationProfile, { now, pki: lazyPki(join(temporaryFolder(), 'pki'), now) }),
    start: async () => {
      server = await opcuaServer({ port, variables: { Pressure: {} } })
    },
    stop: async () => server?.stop(),
    put: (value, sourceTime) =>
      server?.put('Pressure', value, sourceTime, value === null ? statusCodes.BadNoData : 0),
  }
})

async function meterFixture(framing: 'tcp' | 'rtu'): Promise<DeviceFixture> {
  const target = await freePort()
  const port = framing === 'tcp' ? target : await freePort()
  const profile = findProfile('generic/dma-meter') as ModbusProfile
  const pressure = profile.points.find((p) => p.name === 'pressure')!
  const device = ModbusDevice.parse({
    id: 'meter',
    profile: profile.id,
    protocol: 'modbus',
    host: '127.0.0.1',
    port,
    framing,
    every: 0.05,
    timeout: 1,
    signals: { pressure: 'M1/pressure' },
  })
  let server: ModbusServer | undefined
  let front: SerialServer | undefined
  return {
    key: 'M1/pressure',
    address: `127.0.0.1:${port}`,
    driver: modbusDriver(device, profile, { now, lines: modbusLines() }),
    start: async () => {
      server = await modbusServer(target)
      for (let a = 0; a < 16; a++) server.put('input-register', a, [0])
      if (framing === 'rtu') front = await serialServer(target, port)
    },
    stop: async () => {
      await front?.stop()
      await server?.stop()
    },
    put(value, sourceTime) {
      // NaN is how this meter says "no value".
      server?.put('input-register', pressure.address, encodeWords(pressure, value))
      server?.put('input-register', 0, encodeSourceTime(profile.sourceTime!, sourceTime))
    },
  }
}
