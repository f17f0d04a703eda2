import { expect, test } from 'vitest'
import { ModbusDevice } from './device-config.ts'
import { deviceProblems } from './device-problems.ts'
import { OpcuaDevice } from './opcua-device.ts'

const aMeter = (fields: object = {}) =>
  ModbusDevice.parse({
    id: 'm1',
    profile: 'generic/dma-meter',
    protocol: 'modbus',
    host: '10.0.0.4',
    signals: { flow: 'M1/flow' },
    ...fields,
  })
const aPump = (fields: object = {}) =>
  OpcuaDevice.parse({
    id: 'p1',
    profile: 'generic/vsd-pump',
    protocol: 'opcua',
    endpoint: 'opc.tcp://10.0.0.5:4840',
    object: '2:Waterworks/2:P1',
    signals: { power: 'P1/power' },
    ...fields,
  })
const messages = (...devices: Parameters<typeof deviceProblems>[0]) =>
  deviceProblems(devices).map((p) => p.message)

test('a list without mistakes has none', () => {
  expect(messages(aMeter(), aPump())).toEqual([])
})

test('an unknown profile is named with the one that was meant and those there are', () => {
  const [message] = messages(aMeter({ profile: 'generic/dma-metre' }))
  expect(message).toMatch(
    /^no profile generic\/dma-metre. Did you mean generic\/dma-meter\? Known: generic\/bin-gateway, .*generic\/waterworks$/,
  )
})

test('an unknown point is named with the one that was meant, and where it stands', () => {
  expect(deviceProblems([aMeter({ signals: { presure: 'M1/pressure' } })])).toEqual([
    {
      path: [0, 'signals', 'presure'],
      message: 'generic/dma-meter has no point presure. Did you mean pressure?',
    },
  ])
})

test('a name or a signal that two devices claim is a mistake', () => {
  expect(messages(aMeter(), aMeter())).toEqual([
    'another device is already called m1',
    'm1 flow already gives M1/flow: a signal has one source',
  ])
})

test('a profile of another protocol is a mistake', () => {
  expect(messages(aMeter({ profile: 'generic/vsd-pump' }))).toEqual([
    'generic/vsd-pump is a profile for opcua, this device speaks modbus',
  ])
})

test('settings of a signal are for one that is read, and watched', () => {
  const station = (fields: object) => messages(aPump({ namespaces: ['urn:x'], ...fields }))
  expect(station({ overrides: { power: { deadband: '1 %', queue: 5 } } })).toEqual([])
  expect(station({ overrides: { powr: { queue: 5 } } })[0]).toBe(
    'generic/vsd-pump has no point powr. Did you mean power?',
  )
  expect(station({ overrides: { speed: { queue: 5 } } })[0]).toMatch(/^speed isn't read: name its signal/)
  const alarms = (name: string, notifier = '0:Server') => ({
    alarms: { notifier, conditions: [{ name, source: 'Sump', condition: 'High' }] },
    signals: { [name]: 'P1/high' },
  })
  expect(station(alarms('high'))).toEqual([])
  expect(station({ ...alarms('high'), mode: 'poll' })[0]).toMatch(/^with mode: poll no events are told/)
  expect(station(alarms('power'))[0]).toBe('another point is called power')
  expect(station(alarms('high', '9:Sump'))[0]).toMatch(/^9:Sump: there are only \d namespaces/)
  expect(station({ mode: 'poll', overrides: { power: { queue: 5 } } })[0]).toMatch(/^with mode: poll nothing/)
})

test.each([
  { name: 'scada', passwordFile: 'scada.secret' },
  { certificateFile: 'scada.pem', privateKeyFile: 'scada.key' },
])('a user is for a connection with security: %o', (user) => {
  expect(messages(aPump({ user }))).toEqual([])
  expect(messages(aPump({ user, security: 'Sign' }))).toEqual([])
  expect(deviceProblems([aPump({ user, security: { mode: 'None' } })])).toEqual([
    { path: [0, 'user'], message: expect.stringMatching(/^over a connection without security/) },
  ])
})

test('a browse path must use a namespace that is listed', () => {
  const object = '3:Waterworks/3:P1'
  expect(messages(aPump({ object }))).toEqual([
    '3:Waterworks: there are only 3 namespaces (3 of the profile, 0 of the device), numbered from 0',
  ])
  expect(messages(aPump({ object, namespaces: ['urn:plc'] }))).toEqual([])
})

test('a point of the site’s own must make sense', () => {
  const own = { name: 'x', role: 'flow', unit: 'bar', reporting: { type: 'every', seconds: 1 }, address: 0 }
  const bit = { ...own, role: 'running', unit: '1', type: 'bit' }
  expect(messages(aMeter({ points: [{ ...own, table: 'input-register', type: 'uint16' }] }))[0]).toMatch(
    /flow is a flow, bar is not/,
  )
  expect(messages(aMeter({ points: [{ ...bit, table: 'input-register' }] }))[0]).toMatch(/which bit/)
  expect(messages(aMeter({ points: [{ ...bit, table: 'coil', type: 'uint16' }] }))[0]).toMatch(
    /set type: bit/,
  )
})
