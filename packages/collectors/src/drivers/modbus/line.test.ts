import { join } from 'node:path'
import {
  encodeWords,
  findProfile,
  listModbusPoints,
  ModbusDevice,
  type ModbusProfile,
} from '@driftbild/devices'
import { describe, expect, onTestFinished, test } from 'vitest'
import { collect } from '../../collect.ts'
import { Outbox } from '../../outbox/outbox.ts'
import { type ModbusServer, modbusServer } from '../../testing/modbus-server.ts'
import { serialServer } from '../../testing/serial-server.ts'
import { temporaryFolder } from '../../testing/temporary.ts'
import { modbusLines } from './line.ts'
import { linkTo } from './link.ts'

const now = () => Date.now() * 1000
const profile = findProfile('generic/pressure-logger') as ModbusProfile

const logger = (port: number, unit: number, fields: object = {}) =>
  ModbusDevice.parse({
    id: `logger-${unit}`,
    profile: profile.id,
    protocol: 'modbus',
    host: '127.0.0.1',
    port,
    unit,
    every: 0.5,
    timeout: 0.3,
    signals: { pressure: `L${unit}/pressure`, battery: `L${unit}/battery` },
    ...fields,
  })

async function loggers(): Promise<ModbusServer> {
  const server = await modbusServer()
  for (const { point } of listModbusPoints(profile, { points: [] }))
    server.put(point.table, point.address, encodeWords(point, 5))
  return server
}

/** Collects for so many seconds; the times at which each unit was asked, in seconds from the start. */
async function collectFor(seconds: number, devices: ModbusDevice[], server: ModbusServer) {
  const log = () => undefined
  const outbox = new Outbox({ path: join(temporaryFolder(), 'outbox.sqlite'), now, log })
  onTestFinished(() => outbox.close())
  const context = { pki: () => Promise.reject(new Error('no OPC UA here')) }
  const start = performance.now()
  const collector = collect({ devices, outbox, now, log, context })
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  await collector.stop()
  const asked = (unit: number) =>
    server.requests.filter((r) => r.unit === unit).map((r) => (r.at - start) / 1000)
  return { asked, silences: outbox.openSilences() }
}

describe.each([
  ['a gateway', async (server: ModbusServer) => ({ port: server.port, framing: 'tcp' })],
  [
    'a serial server',
    async (server: ModbusServer) => ({ port: (await serialServer(server.port)).port, framing: 'rtu' }),
  ],
])('behind %s', (_, front) => {
  test('a unit that never answers costs the four others no poll', async () => {
    const server = await loggers()
    server.silent.add(3)
    const { port, framing } = await front(server)
    const units = [1, 2, 3, 4, 5]
    const devices = units.map((unit) => logger(port, unit, { framing }))
    const { asked, silences } = await collectFor(6, devices, server)
    for (const unit of [1, 2, 4, 5]) {
      const times = asked(unit)
      // Each poll has a period of half a second to happen in, and happens in it.
      const periods = Array.from({ length: 11 }, (_, i) => Math.floor(times[i]! / 0.5 + 0.02))
      expect(periods, `unit ${unit}`).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    }
    const attempts = asked(3)
    const pauses = attempts.slice(1).map((time, i) => time - attempts[i]!)
    expect(attempts.length).toBeGreaterThanOrEqual(3)
    expect(attempts.length).toBeLessThanOrEqual(4)
    // One time-out and at least 80 % of 1, 2, 4 … seconds lie between them.
    for (const [i, pause] of pauses.entries()) expect(pause).toBeGreaterThanOrEqual(0.3 + 0.8 * 2 ** i)
    expect(silences).toEqual([
      expect.objectContaining({ signals: ['L3/pressure', 'L3/battery'], reason: 'timeout' }),
    ])
  })
})

test('a unit that its gateway can’t reach is asked once a poll, and less often from poll to poll', async () => {
  const server = await loggers()
  server.absent.set(2, 0x0b)
  // Two requests a poll, because what lies between must not be asked for.
  const forbidden = [{ table: 'holding-register', from: 3, to: 9 }]
  const extra = { name: 'extra', role: 'battery', unit: '%', reporting: { type: 'every', seconds: 1 } }
  const points = [{ ...extra, table: 'holding-register', address: 10, type: 'uint16' }]
  server.put('holding-register', 10, [1])
  const fields = (unit: number) => ({
    forbidden,
    points,
    every: 0.2,
    timeout: 0.1,
    signals: { pressure: `L${unit}/pressure`, extra: `L${unit}/extra` },
  })
  const devices = [1, 2].map((unit) => logger(server.port, unit, fields(unit)))
  const { asked, silences } = await collectFor(4, devices, server)
  expect(asked(1).length).toBeGreaterThanOrEqual(2 * 18)
  const attempts = asked(2)
  expect(attempts.length).toBeGreaterThanOrEqual(2)
  expect(attempts.length).toBeLessThanOrEqual(4)
  expect(silences).toEqual([])
})

test('units take turns, however much one of them asks', async () => {
  const server = await loggers()
  const lines = modbusLines()
  const reads = [1, 2, 3].map(async (unit) => {
    const device = logger(server.port, unit)
    const line = lines(device)
    onTestFinished(line.enter())
    const link = linkTo(line, device, new AbortController().signal)
    for (let i = 0; i < (unit === 1 ? 30 : 6); i++) await link.read('holding-register', 0, 2)
  })
  await Promise.all(reads)
  const order = server.requests.map((r) => r.unit)
  expect(order).toHaveLength(42)
  expect(order.slice(0, 18)).toEqual(Array.from({ length: 6 }, () => [1, 2, 3]).flat())
})

test('who stops waiting is not asked for, and nobody else notices', async () => {
  const server = await loggers()
  server.silent.add(1)
  const lines = modbusLines()
  const stop = new AbortController()
  const never = new AbortController().signal
  const [one, two, three] = [1, 2, 3].map((unit) => {
    const device = logger(server.port, unit)
    const line = lines(device)
    onTestFinished(line.enter())
    return linkTo(line, device, unit === 2 ? stop.signal : never)
  })
  const answers = [one, two, three].map((link) => link!.read('holding-register', 0, 1))
  stop.abort()
  expect(await answers[1]).toHaveProperty('failure')
  expect(await answers[2]).toHaveProperty('words')
  expect(server.requests.map((r) => r.unit)).toEqual([1, 3])
})
