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
import { until } from '../../testing/until.ts'
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
    every: 0.2,
    timeout: 10,
    signals: { pressure: `L${unit}/pressure`, battery: `L${unit}/battery` },
    ...fields,
  })

async function loggers(): Promise<ModbusServer> {
  const server = await modbusServer()
  for (const { point } of listModbusPoints(profile, { points: [] }))
    server.put(point.table, point.address, encodeWords(point, 5))
  return server
}

/**
 * Collects until a unit was asked so many times. `between` is how often another one was asked between those times,
 * one number a pause: a busy machine makes pauses longer, not those of one unit alone.
 */
async function collectUntilAsked(unit: number, times: number, devices: ModbusDevice[], server: ModbusServer) {
  const log = () => undefined
  const outbox = new Outbox({ path: join(temporaryFolder(), 'outbox.sqlite'), now, log })
  onTestFinished(() => outbox.close())
  const context = { pki: () => Promise.reject(new Error('no OPC UA here')) }
  const collector = collect({ devices, outbox, now, log, context })
  const asked = () => server.requests.map((request) => request.unit)
  await until(
    `unit ${unit} is asked ${times} times`,
    () => asked().filter((one) => one === unit).length >= times,
    60_000,
  )
  await collector.stop()
  const between = (other: number): number[] => {
    const pauses: number[] = []
    for (const one of asked()) {
      if (one === unit) pauses.push(0)
      else if (one === other && pauses.length > 0) pauses[pauses.length - 1]!++
    }
    return pauses.slice(0, times - 1)
  }
  return { between, silences: outbox.openSilences() }
}

describe.each([
  ['a gateway', async (server: ModbusServer) => ({ port: server.port, framing: 'tcp' })],
  [
    'a serial server',
    async (server: ModbusServer) => ({ port: (await serialServer(server.port)).port, framing: 'rtu' }),
  ],
])('behind %s', (_, front) => {
  test('a unit that never answers is left alone for longer and longer, and the four others are asked on', async () => {
    const server = await loggers()
    server.silent.add(3)
    const { port, framing } = await front(server)
    const devices = [1, 2, 3, 4, 5].map((unit) =>
      logger(port, unit, { framing, ...(unit === 3 && { timeout: 0.3 }) }),
    )
    const { between, silences } = await collectUntilAsked(3, 4, devices, server)
    for (const unit of [1, 2, 4, 5]) {
      const polls = between(unit)
      // About 1, 2 and 4 seconds at five polls each; asked again at once, a unit would leave them one or two.
      expect(Math.min(...polls), `unit ${unit}`).toBeGreaterThanOrEqual(3)
      expect(polls[2], `unit ${unit}`).toBeGreaterThan(polls[0]!)
    }
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
    signals: { pressure: `L${unit}/pressure`, extra: `L${unit}/extra` },
  })
  const devices = [1, 2].map((unit) => logger(server.port, unit, fields(unit)))
  const { between, silences } = await collectUntilAsked(2, 4, devices, server)
  const requests = between(1)
  expect(Math.min(...requests)).toBeGreaterThanOrEqual(2 * 2)
  expect(requests[2]).toBeGreaterThan(requests[0]!)
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
    const device = logger(server.port, unit, unit === 1 ? { timeout: 1 } : {})
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
