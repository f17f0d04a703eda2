import type { Silence } from '@driftbild/core'
import { ModbusDevice } from '@driftbild/devices'
import { expect, test } from 'vitest'
import { deviceChanges } from './device-changes.ts'
import { removedKeys } from './removed-keys.ts'

const device = (id: string, more: object = {}) =>
  ModbusDevice.parse({
    id,
    profile: 'generic/dma-meter',
    protocol: 'modbus',
    host: '10.0.0.4',
    signals: { flow: `${id}/flow` },
    ...more,
  })

test('devices are the same, changed, added or removed, whatever their order', () => {
  const before = [device('a'), device('b'), device('c')]
  const after = [device('d'), device('b', { every: 5 }), device('a')]
  expect(deviceChanges(before, after)).toEqual({
    same: ['a'],
    changed: ['b'],
    added: ['d'],
    removed: ['c'],
  })
})

const silence = (id: string, signals: string[], reason: Silence['reason'] = 'removed'): Silence => ({
  ...{ id, signals, from: 1, to: null, reason },
})

test('signals that nobody gives any more are told once', () => {
  expect(removedKeys(['a', 'b', 'c'], ['a'], []).gone).toEqual(['b', 'c'])
  expect(removedKeys(['a', 'b', 'c'], ['a'], [silence('1', ['b'])]).gone).toEqual(['c'])
  expect(removedKeys(['a', 'b'], ['a'], [silence('1', ['b'], 'timeout')]).gone).toEqual(['b'])
})

test('of signals that are gone together, one that comes back ends the silence, and the others begin one of their own', () => {
  const both = silence('1', ['b', 'c'])
  expect(removedKeys(['a', 'b', 'c'], ['a', 'b'], [both])).toEqual({ gone: ['c'], back: [both] })
})
