import { connect } from 'node:net'
import { parseTime } from '@driftbild/core'
import {
  type BufferedEvent,
  decodeSourceTime,
  decodeWords,
  findProfile,
  listModbusPoints,
  ModbusProfile,
  pageToEvents,
  pageWords,
} from '@driftbild/devices'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connectModbus, type ModbusClient } from '../testing/modbus-client.ts'
import { createEventGateway } from './event-gateway.ts'
import { type ModbusUnit, type RunningModbusServer, startModbusServer } from './modbus-server.ts'
import { createRegisterMap } from './register-map.ts'

/** Machines that are busy with other tests are slow; nothing here is about time. */
const SOON = { timeout: 30_000 }

const time = parseTime('2026-03-01T10:00:00Z')
const meterProfile = findProfile('generic/dma-meter') as ModbusProfile
const cabinetProfile = findProfile('generic/lighting-cabinet') as ModbusProfile
const point = (profile: ModbusProfile, name: string) =>
  listModbusPoints(profile, { points: [] }).find((place) => place.name === name)!

const plc = ModbusProfile.parse({
  id: 'test/plc',
  label: { sv: 'PLC', en: 'PLC' },
  protocol: 'modbus',
  points: [
    { table: 'coil', address: 3, name: 'running' },
    { table: 'discrete-input', address: 9, name: 'overflowing' },
  ].map((p) => ({
    ...p,
    role: p.name,
    unit: '1',
    kind: { type: 'flag' },
    type: 'bit',
    reporting: { type: 'every', seconds: 10 },
  })),
})

const meter = createRegisterMap(meterProfile)
const cabinet = createRegisterMap(cabinetProfile)
const flags = createRegisterMap(plc)
const units = new Map<number, ModbusUnit>([
  [1, meter],
  [2, cabinet],
  [3, flags],
])
let server: RunningModbusServer
const clients: ModbusClient[] = []
const client = async (unit: number) => {
  const one = await connectModbus(server.port, unit)
  clients.push(one)
  return one
}

beforeAll(async () => {
  server = await startModbusServer(0, units)
})
afterAll(async () => {
  for (const one of clients) one.close(() => {})
  await server?.stop()
})

describe('a device behind a gateway', () => {
  test('says what its profile says, with the time of its values', async () => {
    meter.set('flow', { time, value: 12.5, status: 0 })
    meter.set('volume', { time, value: 100_000.3, status: 0 })
    const { data } = await (await client(1)).readInputRegisters(0, 16)
    expect(decodeSourceTime(meterProfile.sourceTime!, data.slice(0, 2))).toBe(time)
    expect(decodeWords(point(meterProfile, 'flow').point, data.slice(2, 4))).toEqual({
      value: 12.5,
      status: 0,
    })
    expect(decodeWords(point(meterProfile, 'volume').point, data.slice(4, 6))).toEqual({
      value: 100_000.3,
      status: 0,
    })
  })

  test('has its "no value" for what it never measured, lost, or can’t express', async () => {
    const battery = point(meterProfile, 'battery').point
    const read = async () => decodeWords(battery, (await (await client(1)).readInputRegisters(15, 1)).data)
    expect(await read()).toMatchObject({ reason: 'invalid-marker' })
    meter.set('battery', { time, value: 88, status: 0 })
    expect(await read()).toMatchObject({ value: 88 })
    meter.set('battery', { time, value: 1e9, status: 0 })
    expect(await read()).toMatchObject({ reason: 'invalid-marker' })
    meter.set('battery', { time, value: null, status: 0x80000000 })
    expect(await read()).toMatchObject({ reason: 'invalid-marker' })
  })

  test('keeps the flags of a luminaire apart in their one register', async () => {
    cabinet.set('luminaire[7].lamp-on', { time, value: 1, status: 0 })
    cabinet.set('luminaire[7].lamp-failure', { time, value: 0, status: 0 })
    cabinet.set('luminaire[7].gear-failure', { time, value: 1, status: 0 })
    const place = point(cabinetProfile, 'luminaire[7].lamp-on')
    const { data } = await (await client(2)).readInputRegisters(place.point.address, 1)
    expect(data).toEqual([0b101])
    const other = await (await client(2)).readInputRegisters(place.point.address + 10, 1)
    expect(other.data).toEqual([0xffff])
  })

  test('serves coils and discrete inputs as bits, and fails where a bit has no value', async () => {
    flags.set('running', { time, value: 1, status: 0 })
    const one = await client(3)
    expect((await one.readCoils(2, 2)).data.slice(0, 2)).toEqual([false, true])
    await expect(one.readDiscreteInputs(9, 1)).rejects.toMatchObject({ modbusCode: 4 })
    flags.set('overflowing', { time, value: 0, status: 0 })
    expect((await one.readDiscreteInputs(9, 1)).data[0]).toBe(false)
  })
})

describe('what can’t be answered has its exception', () => {
  test.each([
    ['a unit that is not there', 9, (c: ModbusClient) => c.readInputRegisters(0, 1), 0x0b],
    ['an address beyond the map', 1, (c: ModbusClient) => c.readInputRegisters(15, 2), 2],
    ['a table that the device has not', 1, (c: ModbusClient) => c.readHoldingRegisters(0, 1), 2],
    ['too many registers', 2, (c: ModbusClient) => c.readInputRegisters(0, 126), 3],
    ['a write', 1, (c: ModbusClient) => c.writeRegister(0, 1), 1],
  ] as const)('%s', async (_, unit, ask, modbusCode) => {
    await expect(ask(await client(unit))).rejects.toMatchObject({ modbusCode })
  })
})

test('requests that arrive together or in pieces are answered one by one, each with its transaction id', async () => {
  const socket = connect(server.port, '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  const request = (id: number) => Buffer.from([id >> 8, id & 255, 0, 0, 0, 6, 1, 4, 0, 15, 0, 1])
  socket.write(Buffer.concat([request(501), request(502), request(503).subarray(0, 5)]))
  await expect.poll(() => Buffer.concat(chunks).length, SOON).toBe(22)
  socket.write(request(503).subarray(5))
  await expect.poll(() => Buffer.concat(chunks).length, SOON).toBe(33)
  const received = Buffer.concat(chunks)
  expect([0, 11, 22].map((at) => received.readUInt16BE(at))).toEqual([501, 502, 503])
  socket.destroy()
})

test('a client that doesn’t speak Modbus is cut off', async () => {
  const socket = connect(server.port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\n\r\n')
  await new Promise((resolve) => socket.once('close', resolve))
})

describe('an event page', () => {
  const buffer = { address: 0, entries: 3 }
  const events: BufferedEvent[] = []
  const happen = (count: number) => {
    for (let i = 0; i < count; i++) {
      const sequence = events.length + 1
      events.push({
        sequence,
        time: time + sequence * 1_000_000,
        point: sequence % 2,
        status: 0,
        value: sequence / 8,
      })
    }
  }
  const arrivals: number[] = []
  const read = async (from: ModbusClient) =>
    pageToEvents(buffer, (await from.readInputRegisters(0, pageWords(buffer))).data)
  const sequences = async (from: ModbusClient) => (await read(from)).events.map((event) => event.sequence)

  beforeEach(() => {
    events.length = 0
    arrivals.length = 0
    const gateway = createEventGateway(
      buffer,
      { find: (sequence) => events[sequence - 1] ?? null },
      { onArrival: (sequence) => arrivals.push(sequence) },
    )
    units.set(10, gateway)
  })

  test('carries the events as they happened', async () => {
    happen(2)
    events[1] = { ...events[1]!, value: null, status: 0x809b0000 }
    expect(await read(await client(10))).toEqual({ page: 2, events })
  })

  test('turns when the connection that got it asks again, and not before', async () => {
    happen(4)
    const one = await client(10)
    expect(await sequences(one)).toEqual([1, 2, 3])
    expect(arrivals).toEqual([])
    expect(await sequences(one)).toEqual([4])
    expect(arrivals).toEqual([3])
  })

  test('is served once more to a new connection, whatever has happened since', async () => {
    happen(2)
    const one = await client(10)
    expect(await sequences(one)).toEqual([1, 2])
    happen(5)
    const two = await client(10)
    expect(await sequences(two)).toEqual([1, 2])
    expect(await sequences(two)).toEqual([3, 4, 5])
    expect(await sequences(one)).toEqual([3, 4, 5])
    expect(await sequences(two)).toEqual([6, 7])
  })

  test('is empty while nothing happens, and its number never goes back', async () => {
    const one = await client(10)
    expect(await read(one)).toEqual({ page: 0, events: [] })
    happen(1)
    expect(await read(one)).toMatchObject({ page: 1 })
    expect(await read(one)).toEqual({ page: 1, events: [] })
    happen(3)
    expect(await read(one)).toMatchObject({ page: 4 })
  })

  test('starts after what is known to have arrived before a restart', async () => {
    happen(5)
    units.set(10, createEventGateway(buffer, { find: (s) => events[s - 1] ?? null }, { arrived: 3 }))
    expect(await sequences(await client(10))).toEqual([4, 5])
  })

  test('is read whole or not at all', async () => {
    await expect((await client(10)).readInputRegisters(0, 4)).rejects.toMatchObject({ modbusCode: 2 })
  })
})
