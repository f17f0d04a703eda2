import { describe, expect, test } from 'vitest'
import { assetClasses } from './asset.ts'
import { assetState, worstState } from './asset-state.ts'
import { installationConflict } from './item.ts'
import { type Membership, mayDo, maySee, memberRoles, rights } from './membership.ts'
import { registerProblems } from './register.ts'
import { roles, Signal, staleAfter } from './signal.ts'
import { hasOverflow, quality, statusCodes } from './status.ts'
import { convert, type Unit, units } from './unit.ts'

describe('units', () => {
  const names = Object.keys(units) as Unit[]
  test('convert there and back', () => {
    expect(names.length).toBeGreaterThan(10)
    for (const from of names) {
      for (const to of names.filter((to) => units[to].quantity === units[from].quantity)) {
        expect(convert(convert(12.5, from, to), to, from)).toBeCloseTo(12.5, 9)
      }
    }
  })
  test.each<[number, Unit, number, Unit]>([
    [1, 'bar', 100, 'kPa'],
    [10, 'L/s', 36, 'm3/h'],
    [10, 'm[H2O]', 0.980665, 'bar'],
    [50, '%', 0.5, '1'],
  ])('%d %s is %d %s', (value, from, expected, to) =>
    expect(convert(value, from, to)).toBeCloseTo(expected, 9),
  )
  test('of different quantities are never converted', () => {
    expect(() => convert(1, 'bar', 'm3/h')).toThrow('bar (pressure) is not m3/h (flow)')
  })
})

test.each([
  [0x00000000, 'good'],
  [0x00000400, 'good'],
  [statusCodes.UncertainSensorNotAccurate, 'uncertain'],
  [statusCodes.BadNoData, 'bad'],
  [0xc0000000, 'bad'],
] as const)('status %i is %s', (status, expected) => expect(quality(status)).toBe(expected))

test('an overflow is the overflow bit of a DataValue and nothing else', () => {
  expect(hasOverflow(0x00000480)).toBe(true)
  expect(hasOverflow(0x00000080)).toBe(false)
  expect(hasOverflow(0x00000400)).toBe(false)
})

test('the state of an asset is the worst that needs a person', () => {
  const calm = { alarms: [], prediction: null, stale: false, information: false }
  expect(assetState(calm)).toBe('normal')
  expect(assetState({ ...calm, stale: true })).toBe('stale')
  expect(assetState({ ...calm, stale: true, prediction: 0.6 })).toBe('prediction')
  expect(assetState({ ...calm, prediction: 0.3 })).toBe('normal')
  expect(assetState({ ...calm, prediction: 0.9, alarms: ['low', 'critical'] })).toBe('critical')
  expect(worstState(['normal', 'low', 'prediction'])).toBe('low')
  expect(worstState([])).toBe('normal')
})

describe('installations', () => {
  const one = { asset: 'P-1', make: 'Generic', serial: 'A', from: 0, to: 10 }
  test.each([
    ['one after the other', [one, { ...one, serial: 'B', from: 10, to: null }], null],
    ['two in one position', [one, { ...one, serial: 'B', from: 9, to: null }], 'asset P-1'],
    ['one in two positions', [one, { ...one, asset: 'P-2', from: 5, to: null }], 'item Generic A'],
    ['an end before its beginning', [{ ...one, to: 0 }], 'removed before'],
    [
      'an open end that is followed',
      [
        { ...one, to: null },
        { ...one, serial: 'B', from: 20, to: null },
      ],
      'overlap',
    ],
  ])('%s', (_name, installations, conflict) => {
    const found = installationConflict(installations)
    if (conflict === null) expect(found).toBeNull()
    else expect(found).toContain(conflict)
  })
})

describe('rights', () => {
  const engineer: Membership = { user: 'u', municipality: '2580', service: 'water', role: 'engineer' }
  test('are had by somebody, and by known roles only', () => {
    expect(Object.keys(rights).length).toBeGreaterThan(5)
    for (const holders of Object.values(rights)) {
      expect(holders.length).toBeGreaterThan(0)
      for (const role of holders) expect(memberRoles).toContain(role)
    }
  })
  test.each([
    ['in the service', '2580', 'water', true],
    ['in another service', '2580', 'sewer', false],
    ['in another municipality', '2584', 'water', false],
    ['where no service is meant', '2580', null, true],
  ] as const)('an engineer for water may approve orders %s: %s', (_name, municipality, service, may) => {
    expect(mayDo([engineer], 'approve-order', municipality, service)).toBe(may)
  })
  test('what is restricted is not seen by a crew', () => {
    const crew: Membership = { ...engineer, role: 'crew' }
    expect(maySee([crew], 'staff', '2580', 'water')).toBe(true)
    expect(maySee([crew], 'restricted', '2580', 'water')).toBe(false)
    expect(maySee([], 'public', '2580', 'water')).toBe(true)
    expect(maySee([], 'staff', '2580', 'water')).toBe(false)
  })
})

test('every class has a life and at least one geometry', () => {
  const classes = Object.entries(assetClasses)
  expect(classes.length).toBeGreaterThan(10)
  for (const [, c] of classes) {
    expect(c.expectedLife).toBeGreaterThan(0)
    expect(c.geometry.length).toBeGreaterThan(0)
  }
})

describe('a signal', () => {
  const signal = {
    key: 'P-1/flow',
    asset: 'P-1',
    role: 'flow',
    unit: 'm3/h',
    kind: { type: 'measure' },
    reporting: { type: 'every', seconds: 60 },
    range: null,
  }
  test('has a unit of what its role measures', () => {
    expect(Object.keys(roles).length).toBeGreaterThan(10)
    expect(Signal.safeParse(signal).success).toBe(true)
    expect(Signal.safeParse({ ...signal, unit: 'bar' }).error?.issues[0]?.message).toContain('flow')
  })
  test('is stale after two and a half of its promised periods', () => {
    expect(staleAfter({ type: 'every', seconds: 60 })).toBe(150_000_000)
    expect(staleAfter({ type: 'on-change', silentAtMost: 300 })).toBe(750_000_000)
  })
})

test('a register that contradicts itself names each contradiction', () => {
  const problems = registerProblems({
    sites: [{ tag: 'S' }, { tag: 'S' }],
    zones: [{ tag: 'Z', inflow: ['M/flow'], outflow: [] }],
    assets: [{ tag: 'A', site: 'nowhere', zone: 'Z' }],
    items: [],
    installations: [{ asset: 'A', make: 'Generic', serial: '1', from: 0, to: null }],
    relations: [{ from: 'A', to: 'B', type: 'feeds' }],
    signals: [],
    alarmRules: [{ id: 'R', signal: 'A/flow' }],
  })
  expect(problems).toEqual([
    'site S occurs twice',
    'asset A refers to site nowhere, which is not there',
    'zone Z refers to signal M/flow, which is not there',
    'installation in A refers to item Generic 1, which is not there',
    'relation feeds refers to asset B, which is not there',
    'alarm rule R refers to signal A/flow, which is not there',
  ])
})
