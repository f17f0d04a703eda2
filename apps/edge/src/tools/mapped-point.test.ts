import { expect, test } from 'vitest'
import { nameFrom, placeBelow, unitFrom } from './mapped-point.ts'

const UA = 'http://opcfoundation.org/UA/'
const served = [UA, 'urn:server', 'urn:plc']
const path = ['2:Waterworks', '2:P1', '0:Power']

test('a node of a new device has the object around it, and the namespaces that it needs', () => {
  expect(placeBelow(path, served, [UA], null)).toEqual({
    object: '1:Waterworks/1:P1',
    path: ['0:Power'],
    namespaces: ['urn:plc'],
  })
})

test('a node of a device that is there is counted from its object, in its namespaces', () => {
  expect(placeBelow(path, served, [UA, 'urn:profile', 'urn:plc'], '2:Waterworks')).toEqual({
    object: '2:Waterworks',
    path: ['2:P1', '0:Power'],
    namespaces: [],
  })
})

test.each([
  [
    'elsewhere',
    path,
    '2:Sewer',
    /is 2:Waterworks\/2:P1\/0:Power, which isn't below the device's object 2:Sewer/,
  ],
  ['the object itself', ['2:Waterworks'], '2:Waterworks', /lies directly below Objects/],
  ['below a slash', ['2:A/B', '2:C'], null, /a node with a \/ in its name/],
])('a node that is %s has no place', (_, path, object, expected) => {
  const place = placeBelow(path, served, [UA, 'urn:profile', 'urn:plc'], object)
  expect('problem' in place && place.problem).toMatch(expected)
})

test.each([
  ['2:OutletPressure', 'outlet-pressure'],
  ['1:NIVÅ brunn_3', 'niva-brunn-3'],
  ['3:P1.Power (kW)', 'p1-power-k-w'],
  ['4:流量', 'value'],
])('the point of %s is called %s', (browseName, name) => {
  expect(nameFrom(browseName)).toBe(name)
})

test('a unit is known by its code or by what is written on screens', () => {
  expect(['bar', 'm³/h', '°C', 'kwh', 'l/s', '%'].map(unitFrom)).toEqual([
    'bar',
    'm3/h',
    'Cel',
    'kWh',
    'L/s',
    '%',
  ])
  expect([null, 'furlong'].map(unitFrom)).toEqual([null, null])
})
