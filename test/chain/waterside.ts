import { type Asset, DAY, HOUR, MINUTE, type Micros, type Register, type Signal } from '@driftbild/core'
import type { PlayedDevice } from '@driftbild/simulators'

/** A waterside with one metered zone and one pump: the smallest place that a whole chain can be walked in. */
export const WATERSIDE = '9998'

const asset = (tag: string, rest: Pick<Asset, 'class' | 'attributes'> & Partial<Asset>): Asset => ({
  tag,
  name: `Waterside ${tag}`,
  site: null,
  zone: 'DMA1',
  geometry: { type: 'Point', coordinates: [21.7, 65.83] },
  surveyed: null,
  builtYear: 1974,
  expectedLife: null,
  visibility: 'staff',
  ...rest,
})

const signal = (key: string, rest: Pick<Signal, 'role' | 'unit'> & Partial<Signal>): Signal => ({
  key,
  asset: key.split('/')[0]!,
  kind: { type: 'measure' },
  reporting: { type: 'every', seconds: 300 },
  range: null,
  ...rest,
})

export const waterside: Register = {
  municipality: {
    code: WATERSIDE,
    name: 'Waterside',
    zone: 'Europe/Stockholm',
    simulated: true,
    recording: null,
  },
  sites: [],
  zones: [
    {
      tag: 'DMA1',
      name: 'Stranden',
      service: 'water',
      geometry: null,
      inflow: ['M-1/flow'],
      outflow: [],
    },
  ],
  assets: [
    asset('M-1', { class: 'dma-meter', attributes: {} }),
    asset('P-1', { class: 'pump', attributes: { ratedFlow: 60, ratedHead: 40, ratedPower: 11 } }),
    asset('PIPE-1', {
      class: 'pipe',
      geometry: {
        type: 'LineString',
        coordinates: [
          [21.7, 65.83],
          [21.701, 65.831],
        ],
      },
      attributes: { diameter: 160, length: 120, material: 'cast-iron', from: 'J-1', to: 'J-2' },
    }),
  ],
  items: [{ make: 'Generic', model: 'VSD', serial: 'W-1', profile: 'generic/vsd-pump', batch: null }],
  installations: [{ asset: 'P-1', make: 'Generic', serial: 'W-1', from: 1, to: null }],
  relations: [],
  signals: [
    signal('M-1/flow', { role: 'flow', unit: 'm3/h' }),
    signal('M-1/pressure', { role: 'pressure', unit: 'bar', range: [0, 16] }),
    signal('P-1/power', { role: 'power', unit: 'kW' }),
    signal('P-1/motor-temperature', { role: 'motor-temperature', unit: 'Cel' }),
  ],
  alarmRules: [
    {
      id: 'M-1/pressure#low',
      signal: 'M-1/pressure',
      condition: 'below',
      limit: 3,
      window: null,
      hysteresis: 0.2,
      delayOn: 0,
      delayOff: 0,
      priority: 'high',
      mode: 'low-pressure',
    },
  ],
}

export const devices: PlayedDevice[] = [
  {
    id: 'meter-1',
    profile: 'generic/dma-meter',
    server: 'meters',
    protocol: 'modbus',
    unit: 1,
    every: 1,
    signals: { flow: 'M-1/flow', pressure: 'M-1/pressure' },
  },
  {
    id: 'pump-1',
    profile: 'generic/vsd-pump',
    server: 'works',
    protocol: 'opcua',
    object: '2:Waterworks/2:P1',
    signals: { power: 'P-1/power', 'motor-temperature': 'P-1/motor-temperature' },
  },
]

/** m³/h every five minutes for forty days up to `to`: a day's rhythm, and a leak of 6 m³/h in the last six nights. */
export function* flowWithLeak(to: Micros): Generator<{ time: Micros; value: number }> {
  const from = Math.floor((to - 40 * DAY) / HOUR) * HOUR
  for (let time = from; time < to; time += 5 * MINUTE) {
    const hour = (time % DAY) / HOUR
    const use = 14 + 10 * Math.max(0, Math.sin(((hour - 5) / 24) * 2 * Math.PI))
    const wobble = Math.sin(time / 7.3e9) * 0.4
    yield { time, value: use + wobble + (time > to - 6 * DAY ? 6 : 0) }
  }
}
