import type { Asset, BaseMapFeature, Kommunkod, Register, Signal } from '@driftbild/core'

/** A hamlet with a pump, a metered zone, a pipe and a few lamps: enough for every noun. */
export function hamlet(code: Kommunkod, name: string): Register {
  const asset = (tag: string, rest: Partial<Asset> & Pick<Asset, 'class' | 'attributes'>): Asset => ({
    tag,
    name: `${name} ${tag}`,
    site: null,
    zone: null,
    geometry: { type: 'Point', coordinates: [21.7, 65.83] },
    surveyed: null,
    builtYear: 1998,
    expectedLife: null,
    visibility: 'staff',
    ...rest,
  })
  const signal = (key: string, rest: Pick<Signal, 'role' | 'unit'> & Partial<Signal>): Signal => ({
    key,
    asset: key.split('/')[0]!,
    kind: { type: 'measure' },
    reporting: { type: 'every', seconds: 10 },
    range: null,
    ...rest,
  })
  return {
    municipality: { code, name, zone: 'Europe/Stockholm', simulated: true, recording: null },
    sites: [],
    zones: [
      {
        tag: 'DMA1',
        name: 'Centrum',
        service: 'water',
        geometry: null,
        inflow: ['M-1/flow'],
        outflow: [],
      },
      {
        tag: 'DMA2',
        name: 'Hamnen',
        service: 'water',
        geometry: null,
        inflow: ['M-2/flow'],
        outflow: [],
      },
    ],
    assets: [
      asset('P-1', { class: 'pump', attributes: { ratedFlow: 60, ratedHead: 40, ratedPower: 11 } }),
      asset('M-1', { class: 'dma-meter', zone: 'DMA1', attributes: {} }),
      asset('M-2', { class: 'dma-meter', zone: 'DMA2', attributes: {} }),
      asset('PIPE-1', {
        class: 'pipe',
        zone: 'DMA2',
        geometry: {
          type: 'LineString',
          coordinates: [
            [21.7, 65.83],
            [21.701, 65.831],
          ],
        },
        attributes: { diameter: 160, length: 120, material: 'PE', from: 'J-1', to: 'J-2' },
      }),
      asset('W-1', { class: 'waterworks', visibility: 'restricted', attributes: {} }),
      ...[1, 2, 3, 4].map((n) =>
        asset(`L-${n}`, {
          class: 'luminaire',
          geometry: { type: 'Point', coordinates: [21.72 + n * 1e-4, 65.84] },
          attributes: { cabinet: 'C-1', phase: 'L1', ratedPower: 40, lightSource: 'LED' },
        }),
      ),
    ],
    items: [{ make: 'Generic', model: 'VSD', serial: `${code}-1`, profile: null, batch: null }],
    installations: [{ asset: 'P-1', make: 'Generic', serial: `${code}-1`, from: 1_000_000, to: null }],
    relations: [],
    signals: [
      signal('P-1/power', { role: 'power', unit: 'kW' }),
      signal('P-1/motor-temperature', { role: 'motor-temperature', unit: 'Cel' }),
      signal('M-1/flow', { role: 'flow', unit: 'm3/h' }),
      signal('M-2/flow', { role: 'flow', unit: 'm3/h' }),
      ...['M-1', 'M-2'].map((tag) => signal(`${tag}/pressure`, { role: 'pressure', unit: 'bar' })),
      signal('M-2/temperature', { role: 'temperature', unit: 'Cel' }),
      ...[1, 2, 3, 4].map((n) =>
        signal(`L-${n}/lamp-failure`, { role: 'lamp-failure', unit: '1', kind: { type: 'flag' } }),
      ),
    ],
    alarmRules: [
      ...['M-1', 'M-2'].map((tag) => ({
        id: `${tag}/pressure#low`,
        signal: `${tag}/pressure`,
        condition: 'below' as const,
        limit: 3,
        window: null,
        hysteresis: 0.2,
        delayOn: 20_000_000,
        delayOff: 0,
        priority: 'high' as const,
        mode: 'low-pressure' as const,
      })),
      {
        id: 'M-2/temperature#high',
        signal: 'M-2/temperature',
        condition: 'above',
        limit: 30,
        window: null,
        hysteresis: 1,
        delayOn: 0,
        delayOff: 0,
        priority: 'low',
        mode: 'pump-overheated',
      },
      {
        id: 'P-1/motor-temperature#high',
        signal: 'P-1/motor-temperature',
        condition: 'above',
        limit: 90,
        window: null,
        hysteresis: 5,
        delayOn: 0,
        delayOff: 0,
        priority: 'critical',
        mode: 'pump-overheated',
      },
    ],
  }
}

export const hamletMap: BaseMapFeature[] = [
  {
    layer: 'street',
    name: 'Storgatan',
    rank: 1,
    geometry: {
      type: 'LineString',
      coordinates: [
        [21.69, 65.83],
        [21.71, 65.83],
      ],
    },
  },
]
