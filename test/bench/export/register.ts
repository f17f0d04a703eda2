import type { Asset, Kommunkod, Position, Register } from '@driftbild/core'

export const CITY: Kommunkod = '9998'
const CORNER: Position = [17.6, 59.8]
/** Of a hundred assets, how many are what: lamps outnumber everything in a town. */
const PIPES = 25
const VALVES = 10

/** A register of so many assets, laid out on a grid: pipes, valves and lamps, without signals. */
export const registerOf = (count: number): Register => ({
  municipality: {
    code: CITY,
    name: 'Storstaden',
    zone: 'Europe/Stockholm',
    simulated: true,
    recording: null,
  },
  sites: [],
  zones: [],
  assets: Array.from({ length: count }, (_, i) => assetOf(i)),
  items: [],
  installations: [],
  relations: [],
  signals: [],
  alarmRules: [],
})

function assetOf(i: number): Asset {
  const at: Position = [CORNER[0] + (i % 400) * 5e-4, CORNER[1] + Math.floor(i / 400) * 3e-4]
  const common = {
    site: null,
    zone: null,
    surveyed: null,
    builtYear: 1950 + (i % 75),
    expectedLife: null,
    visibility: 'staff' as const,
  }
  const kind = i % 100
  if (kind < PIPES) {
    const next: Position = [at[0] + 4e-4, at[1] + 1e-4]
    return {
      ...common,
      tag: `L-${i}`,
      name: `Vattenledning ${i}`,
      class: 'pipe',
      geometry: { type: 'LineString', coordinates: [at, [at[0] + 2e-4, at[1]], next] },
      attributes: { diameter: 110, length: 42, material: 'PE', from: `K-${i}`, to: `K-${i + 1}` },
    }
  }
  const geometry = { type: 'Point' as const, coordinates: at }
  if (kind < PIPES + VALVES) {
    const attributes = { diameter: 110, normallyOpen: true }
    return { ...common, tag: `V-${i}`, name: `Ventil ${i}`, class: 'valve', geometry, attributes }
  }
  const attributes = { cabinet: 'C-1', phase: 'L1', ratedPower: 40, lightSource: 'LED' }
  return { ...common, tag: `A-${i}`, name: `Armatur ${i}`, class: 'luminaire', geometry, attributes }
}
