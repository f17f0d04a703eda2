import type { Asset, Register, Signal } from '@driftbild/core'
import { expect, test } from 'vitest'
import { registerFor } from './register-for.ts'

const asset = (tag: string): Asset => ({
  tag,
  class: 'dma-meter',
  name: tag,
  site: null,
  zone: null,
  geometry: { type: 'Point', coordinates: [21.7, 65.8] },
  surveyed: null,
  builtYear: null,
  expectedLife: null,
  visibility: 'staff',
  attributes: {},
})
const signal = (key: string, unit: Signal['unit'] = 'm3/h'): Signal => ({
  key,
  asset: key.split('/')[0]!,
  role: 'flow',
  unit,
  kind: { type: 'measure' },
  reporting: { type: 'every', seconds: 300 },
  range: null,
})
const register = (recording: string | null, signals: Signal[]): Register => ({
  municipality: { code: '9996', name: 'A', zone: 'Europe/Stockholm', simulated: false, recording },
  sites: [],
  zones: [],
  assets: [...new Set(signals.map((one) => one.asset))].map(asset),
  items: [],
  installations: [],
  relations: [],
  signals,
  alarmRules: [],
})

const own = register('a recording', [signal('M-1/flow', 'L/s'), signal('M-2/flow')])

test('a new municipality, or one of this very recording, gets all of it', () => {
  expect(registerFor(own, null, false)).toBe(own)
  expect(registerFor(own, register('a recording', []), false)).toBe(own)
})

test('a register that others rely on stays as it is', () => {
  expect(registerFor(own, register(null, [signal('M-1/flow')]), false)).toBeNull()
  expect(registerFor(own, register('another recording', []), false)).toBeNull()
  expect(registerFor(register(null, []), register(null, []), false)).toBeNull()
})

test('or gets what it lacks when a person says so, and keeps its own units', () => {
  const added = registerFor(own, register(null, [signal('M-1/flow')]), true)!
  expect(added.signals.map(({ key }) => key)).toEqual(['M-2/flow'])
  expect(added.assets.map(({ tag }) => tag)).toEqual(['M-2'])
  expect(added.municipality.recording).toBeNull()
})
