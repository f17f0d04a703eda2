import { expect, test } from 'vitest'
import { parseOptions } from './options.ts'
import { nameOf, valuesPerSecond } from './step.ts'
import { figures, type StepResult } from './tell.ts'

const result = (points: number, rate: number, lost = 0): StepResult => ({
  step: { protocol: 'opcua', points },
  outbox: {
    rate,
    served: 1e6,
    lost,
    cpuPerMillion: 5,
    lag: { p50: 100, p99: 400 },
    megabytes: [200, 201],
  },
  store: { rate: rate / 2, served: 1e6, lost: 0, drained: 3, lag: null },
  bareCopy: 50_000,
  nodeRed: null,
})

test('the figures are those of the fastest step that lost nothing; what another lost is told', () => {
  const modbus: StepResult = { ...result(0, 700), step: { protocol: 'modbus', devices: 5, registers: 300 } }
  expect(figures([result(1000, 999.6), result(4000, 3999.4, 7), modbus])).toMatchObject({
    opcuaValuesPerSecond: 1000,
    modbusRegistersPerSecond: 1400,
    lost: 7,
    opcuaCommittedPerSecond: 500,
    bareCopyPerSecond: 50_000,
  })
})

test('without a step of a protocol it has no figure', () => {
  expect(figures([result(10, 10)])).toMatchObject({ modbusRegistersPerSecond: null })
})

test('steps are named, and as large as the words say', () => {
  const { steps, seconds } = parseOptions(['--opcua', '50,70', '--modbus=10', '--seconds', '5'])
  expect(seconds).toBe(5)
  expect(steps.map((step) => [nameOf(step), valuesPerSecond(step)])).toEqual([
    ['opcua 50', 50],
    ['opcua 70', 70],
    ['modbus 100×10', 500],
  ])
})

test.each([
  [['--opcua', 'many'], /--opcua many is no number/],
  [['--modbus', '7'], /a value takes two registers/],
  [['--steps', '7'], /Unknown option/],
])('%j', (words, expected) => {
  expect(() => parseOptions(words)).toThrow(expected)
})
