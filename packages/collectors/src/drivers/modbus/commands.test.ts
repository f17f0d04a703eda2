import { findProfile, ModbusDevice, type ModbusProfile } from '@driftbild/devices'
import { describe, expect, onTestFinished, test } from 'vitest'
import { freePort, type ModbusServer, modbusServer } from '../../testing/modbus-server.ts'
import { serialServer } from '../../testing/serial-server.ts'
import { modbusCommands } from './commands.ts'
import { modbusLines } from './line.ts'
import { linkTo } from './link.ts'

const profile = findProfile('generic/replay-gateway') as ModbusProfile
const common = { reporting: { type: 'every', seconds: 60 } }
const pressure = { ...common, role: 'pressure', unit: 'bar', table: 'holding-register' }
const flag = { ...common, role: 'running', unit: '1', type: 'bit' }
const points = [
  { ...pressure, name: 'setpoint', address: 10, type: 'float32', order: 'CDAB' },
  { ...pressure, name: 'step', address: 20, type: 'int16', scale: 0.1, invalid: [-1] },
  { ...pressure, name: 'measured', address: 30, type: 'uint16', table: 'input-register' },
  { ...flag, name: 'pump', address: 40, table: 'coil' },
  { ...flag, name: 'flag', address: 50, bit: 3, table: 'holding-register' },
]
const never = new AbortController().signal
const rule = { enabled: true, limits: [-3, 6], within: 1 }
const allowed = Object.fromEntries(points.map((p) => [p.name, rule]))

function start(port: number, fields: object = {}) {
  const device = ModbusDevice.parse({
    id: 'v1',
    profile: profile.id,
    protocol: 'modbus',
    host: '127.0.0.1',
    port,
    timeout: 0.3,
    points,
    signals: {},
    commands: allowed,
    ...fields,
  })
  const lines = modbusLines()
  const { write } = modbusCommands(device, profile, lines)
  return { device, lines, write: (point: string, value: number, end = never) => write({ point, value }, end) }
}
const words = (server: ModbusServer, address: number, length = 1) =>
  Array.from({ length }, (_, i) => server.tables['holding-register'].get(address + i))

describe('what is allowed is written, read back, and done', () => {
  test.each([
    ['a number of two registers', 'setpoint', 4.5, 16, [0, 0x4090], {}],
    ['a number of one register', 'step', -2.5, 6, [0xffe7], {}],
    ['the same, for a device without function 6', 'step', -2.5, 16, [0xffe7], { multiple: true }],
    ['a coil', 'pump', 1, 5, [1], {}],
    ['the same, for a device without function 5', 'pump', 1, 15, [1], { multiple: true }],
  ] as const)('%s', async (_, point, value, code, content, more) => {
    const server = await modbusServer()
    const { write } = start(server.port, { commands: { [point]: { ...rule, ...more } } })
    expect(await write(point, value)).toEqual({ result: 'done', value })
    expect(server.writes.map((w) => [w.code, w.words])).toEqual([[code, content]])
    expect(server.requests.length).toBeGreaterThanOrEqual(1)
  })

  test('over RTU too', async () => {
    const server = await modbusServer()
    const { port } = await serialServer(server.port)
    const { write } = start(port, { framing: 'rtu' })
    expect(await write('setpoint', 1)).toEqual({ result: 'done', value: 1 })
    expect(await write('pump', 1)).toEqual({ result: 'done', value: 1 })
  })

  test('also when the device needs a moment', async () => {
    const server = await modbusServer()
    server.put('holding-register', 20, [0])
    server.accept = (written) => {
      setTimeout(() => server.put('holding-register', 20, written), 300)
      return [0]
    }
    expect(await start(server.port).write('step', 2)).toEqual({ result: 'done', value: 2 })
    expect(server.writes).toHaveLength(1)
  })
})

describe('what is not allowed never reaches the device', () => {
  const off = { limits: [0, 6] }
  test.each([
    ['when nothing is said about commands', { commands: {} }, 'setpoint', 1, 'not-enabled'],
    [
      'when the point is named but not enabled',
      { commands: { setpoint: off } },
      'setpoint',
      1,
      'not-enabled',
    ],
    ['when another point is enabled', { commands: { step: rule } }, 'setpoint', 1, 'not-enabled'],
    ['a name that only JavaScript knows', {}, 'constructor', 1, 'unknown-point'],
    ['a point that is not there', {}, 'setpiont', 1, 'unknown-point'],
    ['below the least', {}, 'setpoint', -3.01, 'outside-limits'],
    ['above the most', {}, 'setpoint', 6.01, 'outside-limits'],
    [
      'above the most once it is rounded to the register’s step',
      { commands: { step: { ...rule, limits: [0, 2.36] } } },
      'step',
      2.355,
      'outside-limits',
    ],
    ['what is no number', {}, 'setpoint', Number.NaN, 'not-a-number'],
    ['infinity', {}, 'setpoint', Number.POSITIVE_INFINITY, 'not-a-number'],
    ['the device’s own "no value"', {}, 'step', -0.1, 'does-not-fit'],
    ['half a bit', {}, 'pump', 0.5, 'does-not-fit'],
    [
      'more than the type holds',
      { commands: { step: { ...rule, limits: [0, 1e9] } } },
      'step',
      1e6,
      'does-not-fit',
    ],
    ['an input register', {}, 'measured', 1, 'not-writable'],
    ['one bit of a register that others share', {}, 'flag', 1, 'not-writable'],
    ['every unit at once', { unit: 0 }, 'setpoint', 1, 'not-writable'],
    [
      'a forbidden address',
      { forbidden: [{ table: 'holding-register', from: 11, to: 11 }] },
      'setpoint',
      1,
      'not-writable',
    ],
  ] as const)('%s', async (_, fields, point, value, code) => {
    const server = await modbusServer()
    const result = await start(server.port, fields).write(point, value)
    expect(result).toMatchObject({ result: 'refused', code, ref: `v1 ${point}` })
    expect([...server.writes, ...server.requests]).toEqual([])
  })

  test('what would have to wait too long for its turn', async () => {
    const server = await modbusServer()
    server.silent.add(9)
    const { device, lines, write } = start(server.port, { commands: { step: { ...rule, within: 0.3 } } })
    const other = { ...device, unit: 9, timeout: 1 }
    const line = lines(other)
    onTestFinished(line.enter())
    void linkTo(line, other, new AbortController().signal).read('coil', 0, 1)
    expect(await write('step', 2)).toMatchObject({ result: 'refused', code: 'not-sent' })
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(server.writes).toEqual([])
  })

  test('what still waits for its turn when nobody expects it any more', async () => {
    const server = await modbusServer()
    server.silent.add(9)
    const { device, lines, write } = start(server.port, { commands: { step: { ...rule, within: 30 } } })
    const other = { ...device, unit: 9, timeout: 1 }
    const line = lines(other)
    onTestFinished(line.enter())
    const before = linkTo(line, other, never).read('coil', 0, 1)
    const over = new AbortController()
    const result = write('step', 2, over.signal)
    over.abort()
    expect(await result).toMatchObject({ result: 'refused', code: 'not-sent' })
    await before
    // One that is put behind it comes through, and it doesn't.
    expect(await write('step', 3)).toEqual({ result: 'done', value: 3 })
    expect(server.writes.map((w) => w.words)).toEqual([[30]])
  })

  test('what has no connection', async () => {
    const result = await start(await freePort()).write('step', 2)
    expect(result).toMatchObject({ result: 'refused', code: 'not-sent' })
  })
})

describe('the device has the last word', () => {
  test.each([1, 2, 3])('its exception %i is a refusal', async (exception) => {
    const server = await modbusServer()
    server.accept = () => ({ exception })
    expect(await start(server.port).write('step', 2)).toMatchObject({
      result: 'refused',
      code: 'device-refused',
      context: { exception },
    })
    expect(server.writes).toHaveLength(1)
  })

  test.each([4, 6, 10, 11])('after its exception %i nobody knows', async (exception) => {
    const server = await modbusServer()
    server.accept = () => ({ exception })
    expect(await start(server.port).write('step', 2)).toMatchObject({
      result: 'not-confirmed',
      code: 'device-failure',
    })
    expect(server.writes).toHaveLength(1)
  })

  test('after exception 5, which says that it has it and needs longer, it is looked at', async () => {
    const server = await modbusServer()
    server.accept = (written) => {
      setTimeout(() => server.put('holding-register', 20, written), 300)
      return { exception: 5 }
    }
    expect(await start(server.port).write('step', 2)).toEqual({ result: 'done', value: 2 })
  })

  test('a device that makes something else of it has not confirmed it, and is not asked again', async () => {
    const server = await modbusServer()
    server.accept = () => [15]
    expect(await start(server.port).write('step', 2)).toEqual({
      result: 'not-confirmed',
      code: 'reads-differently',
      ref: 'v1 step',
      context: { written: 2, read: { value: 1.5, status: 0 } },
    })
    expect(words(server, 20)).toEqual([15])
    expect(server.writes).toHaveLength(1)
  })

  test('without an answer it may have been done or not, and is not sent twice', async () => {
    const server = await modbusServer()
    server.accept = () => 'silence'
    expect(await start(server.port).write('step', 2)).toMatchObject({
      result: 'not-confirmed',
      code: 'no-answer',
    })
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(server.writes).toHaveLength(1)
  })

  test('an answer takes no longer than the command allows', async () => {
    const server = await modbusServer()
    server.accept = () => 'silence'
    const begun = performance.now()
    const { write } = start(server.port, { timeout: 30, commands: { step: { ...rule, within: 0.4 } } })
    expect(await write('step', 2)).toMatchObject({ result: 'not-confirmed', code: 'no-answer' })
    expect(performance.now() - begun).toBeLessThan(2000)
  })
})
