import { expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { withPoint } from './edit-config.ts'

const list = ['points']
const point = { name: 'level', role: 'level', unit: 'm', path: ['1:Level'] }
const addition = { device: 'p1', newDevice: null, namespaces: [], point, list, key: 'P1/level' }

test('a point joins those of its device; every comment and everything else stays', () => {
  const text = `# a site
devices:
  - id: p0 # before

  - id: p1
    points:
      # of our own
      - { name: power, role: power, unit: kW, path: [ 1:Power ] } # first
    signals: { power: P1/power } # mapped
  # after
api: http://127.0.0.1:1 # last
`
  expect(withPoint(text, addition)).toBe(
    text
      .replace('# first\n', '# first\n      - { name: level, role: level, unit: m, path: [ 1:Level ] }\n')
      .replace('{ power: P1/power }', '{ power: P1/power, level: P1/level }'),
  )
})

test('lists that stand flush with their names, or are empty, are kept or filled', () => {
  const text = 'devices:\n- id: p1\n  points: []\n  signals: {}\n'
  const edited = withPoint(text, { ...addition, namespaces: ['urn:plc'] })
  expect(edited).toMatch(/^devices:\n- id: p1\n {2}points:\n {2}- \{ name: level/)
  expect(parseDocument(edited).toJS().devices).toEqual([
    { id: 'p1', points: [point], signals: { level: 'P1/level' }, namespaces: ['urn:plc'] },
  ])
})

test('a first device is made in a file that has none', () => {
  const edited = withPoint('api: x\n', { ...addition, newDevice: { profile: 'generic/opcua' } })
  expect(parseDocument(edited).toJS()).toEqual({
    api: 'x',
    devices: [{ id: 'p1', profile: 'generic/opcua', points: [point], signals: { level: 'P1/level' } }],
  })
})

test('a condition joins those of its device, which may be the first', () => {
  const condition = { name: 'high', source: 'Sump', condition: 'HighLevel' }
  const text = 'devices:\n  - id: p1\n    signals: {}\n'
  const first = withPoint(text, {
    ...addition,
    point: condition,
    list: ['alarms', 'conditions'],
    key: 'P1/high',
  })
  const dry = { ...condition, name: 'dry', condition: 'Dry' }
  const second = withPoint(first, { ...addition, point: dry, list: ['alarms', 'conditions'], key: 'P1/dry' })
  expect(second).toContain(`    alarms:
      conditions:
        - { name: high, source: Sump, condition: HighLevel }
        - { name: dry, source: Sump, condition: Dry }
`)
  expect(parseDocument(second).toJS().devices).toEqual([
    { id: 'p1', signals: { high: 'P1/high', dry: 'P1/dry' }, alarms: { conditions: [condition, dry] } },
  ])
})
