import { expect, test } from 'vitest'
import { OpcuaDevice, sampledOf } from './opcua-device.ts'

const aPump = (fields: object = {}) =>
  OpcuaDevice.parse({
    id: 'p1',
    profile: 'generic/vsd-pump',
    protocol: 'opcua',
    endpoint: 'opc.tcp://10.0.0.5:4840',
    object: '1:P1',
    signals: {},
    ...fields,
  })

test('a signal is watched as its device is, but for what is said of it', () => {
  const pump = aPump({ sampling: 500, deadband: 0.2, overrides: { power: { queue: 9, deadband: '2.5 %' } } })
  expect(sampledOf(pump, 'speed')).toEqual({
    sampling: 500,
    queue: 1000,
    discard: 'oldest',
    deadband: { type: 'absolute', value: 0.2 },
  })
  expect(sampledOf(pump, 'power')).toMatchObject({
    sampling: 500,
    queue: 9,
    deadband: { type: 'percent', value: 2.5 },
  })
})

test('no deadband is the default, and can be said for one signal', () => {
  expect(sampledOf(aPump(), 'power').deadband).toEqual({ type: 'none' })
  const pump = aPump({ deadband: 1, overrides: { power: { deadband: 0 } } })
  expect(sampledOf(pump, 'power').deadband).toEqual({ type: 'none' })
})

test.each(['2', '-1 %', '101 %', 'none', -1])('a deadband of %s is none', (deadband) => {
  expect(() => aPump({ deadband })).toThrow(/a deadband is a number in the signal’s unit, like 0\.05/)
})

test('a condition is a flag that is told of when it changes', () => {
  const conditions = [{ name: 'high', source: 'Sump', condition: 'HighLevel' }]
  expect(aPump({ alarms: { conditions } }).alarms).toEqual({
    notifier: '0:Server',
    conditions: [
      {
        ...{
          name: 'high',
          source: 'Sump',
          condition: 'HighLevel',
          role: 'device-alarm',
          unit: '1',
          range: null,
        },
        kind: { type: 'flag' },
        reporting: { type: 'on-change', silentAtMost: 604_800 },
      },
    ],
  })
})
