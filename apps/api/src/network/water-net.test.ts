import type { Asset, AssetClass, Position, Signal } from '@driftbild/core'
import { expect, test } from 'vitest'
import { createPicture } from '../picture/picture.ts'
import { networkOf } from './networks.ts'
import { traceAsset } from './trace-asset.ts'

/** Metres east and north of a place. */
const at = (east: number, north: number): Position => [22 + east / 45_600, 65.8 + north / 111_320]

const asset = (tag: string, of: AssetClass, place: Position, more: Partial<Asset> = {}): Asset => ({
  ...{ tag, class: of, name: tag, site: null, zone: null, surveyed: null, builtYear: null },
  ...{ expectedLife: null, visibility: 'staff', attributes: {} },
  geometry: { type: 'Point', coordinates: place },
  ...more,
})

const places: Record<string, Position> = {
  W: at(0, 0),
  A: at(100, 0),
  M: at(200, 0),
  B: at(300, 0),
  C: at(400, 0),
  D: at(400, 100),
  E: at(500, 0),
}
/** In the metered zone. */
const inZone = new Set(['B', 'C', 'D', 'E'])
const pipe = (ends: string): Asset =>
  asset(ends, 'pipe', at(0, 0), {
    geometry: { type: 'LineString', coordinates: [places[ends[0]!]!, places[ends[1]!]!] },
    attributes: { from: ends[0], to: ends[1], length: 100, diameter: 100, material: 'PE' },
  })

/** Works – A – meter – B, behind it a loop B C D, a branch to E, and a closed valve in C–E. */
function town({ closed = false }: { closed?: boolean } = {}) {
  const flow: Signal = {
    ...{ key: 'QM/flow', asset: 'QM', role: 'flow', unit: 'm3/h', kind: { type: 'measure' } },
    ...{ reporting: { type: 'every', seconds: 60 }, range: null },
  }
  const picture = createPicture({
    municipality: { code: '9999', name: 'X', zone: 'Europe/Stockholm', simulated: true, recording: null },
    ...{ sites: [], items: [], installations: [], alarmRules: [] },
    relations: [{ from: 'LC', to: 'L1', type: 'feeds' }],
    zones: [{ tag: 'Z', name: 'Z', service: 'water', geometry: null, inflow: ['QM/flow'], outflow: [] }],
    assets: [
      ...['WA', 'AM', 'MB', 'CB', 'BD', 'DC', 'CE'].map(pipe),
      ...Object.entries(places).map(([tag, place]) =>
        asset(tag, 'junction', place, { zone: inZone.has(tag) ? 'Z' : null }),
      ),
      asset('P', 'pump', at(-5, 4)),
      asset('QM', 'dma-meter', at(200.3, 0.2)),
      asset('V', 'valve', at(450, 0.5), { attributes: { normallyOpen: !closed } }),
      asset('TG', 'pressure-sensor', at(500, 0)),
      asset('LC', 'lighting-cabinet', at(0, 50)),
      asset('L1', 'luminaire', at(10, 50)),
    ],
    signals: [flow],
  })
  return picture
}

const arrows = (picture: ReturnType<typeof town>) => {
  const flowOf = networkOf(picture).flowOf(null)
  return ['WA', 'AM', 'MB', 'CB', 'BD', 'DC', 'CE'].flatMap((tag) => {
    const known = flowOf(tag)
    return known
      ? [`${known.flow === 1 ? tag : [...tag].reverse().join('')}${known.measured ? '!' : ''}`]
      : []
  })
}

test('water flows from where it is pumped, through branches; of a loop nothing is said', () => {
  expect(arrows(town())).toEqual(['WA!', 'AM', 'MB', 'CE'])
})

test('a meter that counts backwards turns the arrow around', () => {
  const picture = town()
  const [flow] = picture.assets.get('QM')!.signals
  flow!.latest = { time: 0, countsAt: 0, value: -3, reason: null, quality: 'good' }
  expect(arrows(picture)).toEqual(['WA!', 'MA!', 'BM!', 'CE'])
})

test('what stands at a place is traced with it; a valve on a pipe stands for the pipe', () => {
  const picture = town()
  const trace = (tag: string) => traceAsset(picture, tag, 'downstream', null)!
  expect(trace('QM').certain.toSorted()).toEqual([
    'B',
    'BD',
    'C',
    'CB',
    'CE',
    'D',
    'DC',
    'E',
    'M',
    'MB',
    'TG',
  ])
  expect(trace('V').certain.toSorted()).toEqual([])
  expect(trace('P').certain).toContain('TG')
})

test('upstream of a sensor is certain what all of its water passes, the loop only may be', () => {
  const { certain, possible } = traceAsset(town(), 'TG', 'upstream', null)!
  for (const tag of ['WA', 'AM', 'MB', 'CE', 'QM', 'P']) expect(certain, tag).toContain(tag)
  for (const tag of ['CB', 'BD', 'DC']) expect(possible, tag).toContain(tag)
})

test('a closed valve ends it', () => {
  const { certain } = traceAsset(town({ closed: true }), 'QM', 'downstream', null)!
  expect(certain).not.toContain('CE')
  expect(certain).not.toContain('TG')
})

test('lamps follow from who feeds whom', () => {
  const picture = town()
  expect(traceAsset(picture, 'LC', 'downstream', null)?.certain).toEqual(['L1'])
  expect(traceAsset(picture, 'L1', 'upstream', null)?.certain).toEqual(['LC'])
  expect(traceAsset(picture, 'L1', 'downstream', null)).toBeNull()
})
