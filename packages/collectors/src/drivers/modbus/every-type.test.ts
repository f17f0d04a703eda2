import {
  findProfile,
  ModbusDevice,
  type ModbusProfile,
  type WordOrder,
  type WordType,
} from '@driftbild/devices'
import { expect, onTestFinished, test } from 'vitest'
import { collectingSink } from '../../testing/collecting-sink.ts'
import { type ModbusServer, modbusServer } from '../../testing/modbus-server.ts'
import { serialServer } from '../../testing/serial-server.ts'
import { until } from '../../testing/until.ts'
import { modbusDriver } from './driver.ts'
import { modbusLines } from './line.ts'

/** Where a datasheet's order puts a number's bytes, highest first, by how many there are. */
const layouts: Record<WordOrder, Record<2 | 4 | 8, number[]>> = {
  ABCD: { 2: [0, 1], 4: [0, 1, 2, 3], 8: [0, 1, 2, 3, 4, 5, 6, 7] },
  DCBA: { 2: [1, 0], 4: [3, 2, 1, 0], 8: [7, 6, 5, 4, 3, 2, 1, 0] },
  BADC: { 2: [1, 0], 4: [1, 0, 3, 2], 8: [1, 0, 3, 2, 5, 4, 7, 6] },
  CDAB: { 2: [0, 1], 4: [2, 3, 0, 1], 8: [6, 7, 4, 5, 2, 3, 0, 1] },
}

/** A number's bytes, highest first, as IEEE 754 and two's complement have them. */
const numbers: Record<Exclude<WordType, 'bit'>, [value: number, bytes: string][]> = {
  int16: [
    [-2, 'fffe'],
    [32767, '7fff'],
  ],
  uint16: [[65534, 'fffe']],
  int32: [
    [-2, 'fffffffe'],
    [305419896, '12345678'],
  ],
  uint32: [[4275878552, 'fedcba98']],
  float32: [
    [-118.625, 'c2ed4000'],
    [0.15625, '3e200000'],
  ],
  int64: [
    [-2, 'fffffffffffffffe'],
    [1250999896491, '00000123456789ab'],
  ],
  uint64: [[9007199254740991, '001fffffffffffff']],
  float64: [
    [Math.PI, '400921fb54442d18'],
    [-0.1, 'bfb999999999999a'],
  ],
}

interface Case {
  name: string
  point: object
  /** What the device holds there. */
  words: number[]
  expected: number | string
}

function cases(): Case[] {
  const all: Case[] = []
  for (const table of ['holding-register', 'input-register'])
    for (const order of Object.keys(layouts) as WordOrder[])
      for (const [type, examples] of Object.entries(numbers))
        for (const [i, [value, hex]] of examples.entries()) {
          const bytes = Buffer.from(hex, 'hex')
          const places = layouts[order][bytes.length as 2 | 4 | 8]
          const laid = Buffer.from(places.map((place) => bytes[place]!))
          const words = Array.from({ length: laid.length / 2 }, (_, w) => laid.readUInt16BE(w * 2))
          const name = `${type}-${i}-${order.toLowerCase()}-${table}`
          const scaled = { scale: 0.1, offset: 5 }
          all.push({ name, point: { table, type, order }, words, expected: value })
          all.push({
            name: `${name}-scaled`,
            point: { table, type, order, ...scaled },
            words,
            expected: value / 10 + 5,
          })
          if (Number.isInteger(value))
            all.push({
              name: `${name}-marker`,
              point: { table, type, order, invalid: [value] },
              words,
              expected: 'invalid-marker',
            })
        }
  for (const table of ['holding-register', 'input-register'])
    for (let bit = 0; bit < 16; bit++)
      all.push({
        name: `bit-${bit}-${table}`,
        point: { table, type: 'bit', bit, role: 'running', unit: '1' },
        words: [0b1010_0110_0101_1001],
        expected: (0b1010_0110_0101_1001 >> bit) & 1,
      })
  for (const table of ['coil', 'discrete-input'])
    for (let i = 0; i < 20; i++)
      all.push({
        name: `bit-${i}-${table}`,
        point: { table, type: 'bit', role: 'running', unit: '1' },
        words: [i % 3 === 0 ? 1 : 0],
        expected: i % 3 === 0 ? 1 : 0,
      })
  return all
}

test.each([
  ['Modbus TCP', async (server: ModbusServer) => ({ port: server.port, framing: 'tcp' })],
  [
    'RTU over TCP',
    async (server: ModbusServer) => ({ port: (await serialServer(server.port)).port, framing: 'rtu' }),
  ],
])('every type in every order in every table comes through %s as the device meant it', async (_, front) => {
  const server = await modbusServer()
  const next: Record<string, number> = {}
  const points = cases().map(({ name, point, words }) => {
    const { table } = point as { table: keyof typeof server.tables }
    const address = next[table] ?? 0
    next[table] = address + words.length
    server.put(table, address, words)
    const common = { role: 'pressure', unit: 'bar', reporting: { type: 'every', seconds: 1 } }
    return { ...common, name, address, ...point }
  })
  const device = ModbusDevice.parse({
    id: 'all',
    profile: 'generic/replay-gateway',
    protocol: 'modbus',
    host: '127.0.0.1',
    ...(await front(server)),
    every: 60,
    points,
    signals: Object.fromEntries(points.map((p) => [p.name, p.name])),
  })
  const sink = collectingSink()
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const profile = findProfile(device.profile) as ModbusProfile
  void modbusDriver(device, profile, { now: () => 0, lines: modbusLines() }).run(sink, stop.signal)
  await until('a poll', () => sink.heardKeys.size > 0)
  const came = Object.fromEntries(
    sink.taken.map(({ key, reading }) => [key, 'value' in reading ? reading.value : reading.reason]),
  )
  const expected = Object.fromEntries(cases().map((c) => [c.name, c.expected]))
  expect(Object.keys(expected)).toHaveLength(points.length)
  expect(points.length).toBeGreaterThan(300)
  expect(sink.taken).toHaveLength(points.length)
  expect(came).toEqual(expected)
})
