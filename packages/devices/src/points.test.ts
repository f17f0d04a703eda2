import { expect, test } from 'vitest'
import { ModbusDevice } from './device-config.ts'
import { listPoints, mapped } from './points.ts'
import { findProfile } from './profiles/index.ts'

const device = ModbusDevice.parse({
  id: 'cabinet-1',
  profile: 'generic/lighting-cabinet',
  protocol: 'modbus',
  host: '127.0.0.1',
  signals: { power: 'BC1/power', 'luminaire[12].lamp-power': 'BC1-A12/lamp-power' },
})
const profile = findProfile('generic/lighting-cabinet')!

test('a block’s points are listed one by one, at their own addresses', () => {
  const points = listPoints(profile, device)
  expect(points).toHaveLength(7 + 240 * 6)
  expect(points.find((p) => p.name === 'luminaire[12].lamp-power')?.point).toMatchObject({ address: 225 })
})

test('only what the site maps is asked for', () => {
  expect(mapped(listPoints(profile, device), device.signals).map((p) => p.key)).toEqual([
    'BC1/power',
    'BC1-A12/lamp-power',
  ])
})

test('a device and a profile of different protocols are a mistake', () => {
  expect(() => listPoints(findProfile('generic/vsd-pump')!, device)).toThrow('cabinet-1 speaks modbus')
})
