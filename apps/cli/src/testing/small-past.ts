import { type Micros, parseTime, type Reading, Register } from '@driftbild/core'

export const CODE = '2311'
export const at = (text: string): Micros => parseTime(text)
export const MARCH = at('2024-03-10T00:00:00Z')
/** More than are written at once. */
export const READINGS = 12_000
export const now = () => at('2026-01-02T00:00:00Z')

export const register = Register.parse({
  municipality: { code: CODE, name: 'Provby', zone: 'Europe/Stockholm', simulated: true },
  sites: [{ tag: 'VV1', name: 'Waterworks', geometry: { type: 'Point', coordinates: [21.7, 65.8] } }],
  zones: [],
  assets: ['P1', 'P2', 'P10'].map((tag) => ({
    tag,
    class: 'pressure-sensor',
    name: `Sensor ${tag}`,
    site: 'VV1',
    zone: null,
    geometry: { type: 'Point', coordinates: [21.7, 65.8] },
    surveyed: null,
    builtYear: 2001,
    expectedLife: null,
    visibility: 'staff',
    attributes: {},
  })),
  items: [],
  installations: [],
  relations: [],
  signals: ['P1', 'P2', 'P10'].map((tag) => ({
    key: `${tag}/pressure`,
    asset: tag,
    role: 'pressure',
    unit: 'bar',
    kind: { type: 'measure' },
    reporting: { type: 'every', seconds: 120 },
    range: [0, 16],
  })),
  alarmRules: [],
})

export interface Row {
  key: string
  unit: string
  reading: Reading
}

/** Of everything that a reading can be, over some days of one month and the edges of two others. */
export function* someReadings(): Generator<Row> {
  const common = { serverTime: null, status: 0, clock: 'device' } as const
  const row = (key: string, sourceTime: Micros, more: object): Row => ({
    key: `${key}/pressure`,
    unit: 'bar',
    reading: { ...common, sourceTime, receivedTime: sourceTime + 20_123, ...more } as Reading,
  })
  for (let i = 0; i < READINGS; i++) {
    yield row('P1', MARCH + i * 120_000_000 + (i % 7), { value: Math.sin(i) / 3 })
    if (i % 3 === 0) yield row('P10', MARCH + i * 120_000_000, { value: i % 2 ? 0 : -0, status: 0x408f0000 })
    if (i % 50 === 0) {
      yield row('P2', MARCH + i * 120_000_000, {
        reason: 'bad-status',
        status: 0x80ab0000,
        clock: 'collector',
      })
      yield row('P2', MARCH + i * 120_000_000, { value: 5e-324, serverTime: MARCH + i - 5 })
    }
  }
  yield row('P2', at('2024-01-01T00:00:00Z'), { value: 1 })
  yield row('P2', at('2024-12-31T23:59:59.999999Z'), { value: 2 })
  yield row('P2', at('2025-01-01T00:00:00Z'), { value: 3 })
}
