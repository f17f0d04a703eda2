import { describe, expect, test } from 'vitest'
import { ModbusDevice } from './device-config.ts'
import { deviceProblems } from './device-problems.ts'

const aDevice = (fields: object = {}) =>
  ModbusDevice.parse({
    id: 'm1',
    profile: 'generic/pressure-logger',
    protocol: 'modbus',
    host: '10.0.0.4',
    signals: {},
    ...fields,
  })
const problems = (...devices: ModbusDevice[]) =>
  deviceProblems(devices).map(({ path, message }) => `${path.join('.')}: ${message}`)
const serial = { path: '/dev/ttyUSB0' }
const own = { name: 'own', role: 'running', unit: '1', reporting: { type: 'every', seconds: 1 }, address: 9 }

describe('a line', () => {
  test('is a host or a serial line of this machine, by the standard’s defaults', () => {
    expect(() => aDevice({ host: undefined })).toThrow('a host or a serial line')
    expect(() => aDevice({ serial })).toThrow('one of the two')
    expect(aDevice({ host: undefined, serial }).serial).toMatchObject({
      baud: 19200,
      parity: 'even',
      stopBits: 1,
    })
  })

  test('has one set of settings for all of its units', () => {
    const slow = { ...serial, baud: 9600 }
    expect(
      problems(aDevice({ host: undefined, serial }), aDevice({ id: 'm2', host: undefined, serial: slow })),
    ).toEqual(['1.serial: m1 is on /dev/ttyUSB0 too: both need the same serial'])
    expect(problems(aDevice(), aDevice({ id: 'm2', framing: 'rtu' }))).toEqual([
      '1.framing: m1 is on 10.0.0.4:502 too: both need the same framing',
    ])
    expect(problems(aDevice(), aDevice({ id: 'm2', host: '10.0.0.5', framing: 'rtu' }))).toEqual([])
  })

  test('with RTU numbers its units 1 to 247', () => {
    expect(problems(aDevice({ framing: 'rtu', unit: 255 }))).toEqual([
      '0.unit: units on a serial line are numbered 1 to 247',
    ])
    expect(problems(aDevice({ unit: 255 }))).toEqual([])
  })

  test('lets no unit’s time-out be as long as another’s period', () => {
    const quick = aDevice({ id: 'm2', unit: 2, every: 1, timeout: 0.5 })
    expect(problems(aDevice(), quick)).toEqual([
      expect.stringContaining(
        "1.timeout: while m1 doesn't answer, m2 waits on the same line for 2 s and would lose a poll: set timeout of m1 below every of m2 (1 s)",
      ),
    ])
    expect(problems(aDevice({ timeout: 0.5 }), quick)).toEqual([])
  })
})

describe('a forbidden range', () => {
  const forbidden = (from: number, to: number, table = 'holding-register') => [{ table, from, to }]
  const signals = { pressure: 'A/pressure' }

  test('may touch no point that is read', () => {
    expect(problems(aDevice({ signals, forbidden: forbidden(1, 5) }))).toEqual([
      '0.signals.pressure: pressure lies in holding-register 1–5, which is forbidden',
    ])
    expect(problems(aDevice({ signals, forbidden: forbidden(2, 5) }))).toEqual([])
    expect(problems(aDevice({ signals, forbidden: forbidden(0, 5, 'input-register') }))).toEqual([])
  })

  test('may not lie between a value and its time', () => {
    const meter = { profile: 'generic/dma-meter', signals: { pressure: 'A/pressure' } }
    expect(problems(aDevice({ ...meter, forbidden: forbidden(3, 3, 'input-register') }))).toEqual([
      '0.signals.pressure: pressure must be read together with its time, which lies in input-register 3–3, which is forbidden',
    ])
  })

  test('ends where it doesn’t begin below', () => {
    expect(() => aDevice({ forbidden: forbidden(5, 4) })).toThrow('from is the lower end')
  })
})

describe('a command', () => {
  const commands = (name: string, fields: object = {}) => ({
    commands: { [name]: { enabled: true, limits: [0, 6], ...fields } },
  })
  const bit = { ...own, type: 'bit', bit: 3, table: 'holding-register' }

  test.each([
    ['for a point that can be written', commands('pressure'), null],
    ['for a point that is not there', commands('presure'), 'has no point presure'],
    [
      'for a table that can only be read',
      { ...commands('own'), points: [{ ...own, type: 'bit', table: 'discrete-input' }] },
      'a discrete-input can only be read',
    ],
    [
      'for a forbidden address',
      {
        ...commands('pressure'),
        forbidden: [{ table: 'holding-register', from: 0, to: 0 }],
      },
      'which is forbidden',
    ],
    ['for one bit of a register', { ...commands('own'), points: [bit] }, 'a bit shares its register'],
    ['to every unit at once', { ...commands('pressure'), unit: 0 }, 'nobody would confirm'],
    ['whose limits are upside down', commands('pressure', { limits: [6, 0] }), 'the least comes first'],
  ])('%s', (_, fields, message) => {
    expect(problems(aDevice(fields))).toEqual(message ? [expect.stringContaining(message)] : [])
  })
})
