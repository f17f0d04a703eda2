import type { Asset, Register } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { asset, registerOf, signal } from '../../test/register.ts'
import { gradeOf } from './grade.ts'
import { zonePlan } from './zone-plan.ts'

const at = (east: number, north = 0): [number, number] => [22 + east / 46_000, 65.6 + north / 111_000]
const place = (tag: string, east: number, north: number, zone: string, baseDemand: number) =>
  asset(
    tag,
    'junction',
    { elevation: 10, baseDemand },
    { zone, geometry: { type: 'Point', coordinates: at(east, north) } },
  )
const pipe = (tag: string, from: Asset, to: Asset, zone: string) =>
  asset(
    tag,
    'pipe',
    { from: from.tag, to: to.tag, length: 100, diameter: 110, material: 'PE' },
    {
      zone,
      geometry: {
        type: 'LineString',
        coordinates: [from, to].map((end) => end.geometry.coordinates as [number, number]),
      },
    },
  )
const meter = (tag: string, beside: Asset, zone: string) =>
  asset(tag, 'dma-meter', { diameter: 110 }, { zone, geometry: beside.geometry })

/** The main, a zone of three places with a branch that is shut, and the next zone behind it. */
const [main, a, b, c, shut] = [
  place('M', -100, 0, 'none', 0),
  place('A', 0, 0, 'Z1', 1),
  place('B', 100, 0, 'Z1', 2),
  place('C', 100, 100, 'Z1', 3),
  place('S', 0, 100, 'Z1', 4),
]
const [d, e] = [place('D', 200, 0, 'Z2', 5), place('E', 300, 0, 'Z2', 6)]
const assets = [
  ...[main!, a!, b!, c!, shut!, d, e].map((one) => ({ ...one, zone: one.zone === 'none' ? null : one.zone })),
  ...[
    pipe('P0', main!, a!, 'Z1'),
    pipe('P1', a!, b!, 'Z1'),
    pipe('P2', b!, c!, 'Z1'),
    pipe('P3', a!, shut!, 'Z1'),
  ],
  ...[pipe('P4', b!, d, 'Z2'), pipe('P5', d, e, 'Z2')],
  ...[meter('QM1', a!, 'Z1'), meter('QM2', d, 'Z2')],
  asset(
    'AV1',
    'valve',
    { normallyOpen: false, diameter: 110 },
    { zone: 'Z1', geometry: { type: 'Point', coordinates: at(0, 98) } },
  ),
  asset('TG1', 'pressure-sensor', { elevation: 10 }, { zone: 'Z1', geometry: c!.geometry }),
]
const signals = [
  ...[signal('QM1', 'flow', 'm3/h'), signal('QM1', 'pressure', 'bar')],
  ...[signal('QM2', 'flow', 'm3/h'), signal('TG1', 'pressure', 'bar')],
]
const zoned = (tag: string, inflow: string[], outflow: string[]): Register['zones'][number] => ({
  ...{ tag, name: tag, service: 'water', geometry: null, inflow, outflow },
})
const registered = (some: Asset[]) =>
  registerOf({
    assets: some,
    signals: signals.filter((one) => some.some(({ tag }) => tag === one.asset)),
    zones: [zoned('Z1', ['QM1/flow'], ['QM2/flow']), zoned('Z2', ['QM2/flow'], [])],
  })
const instruments = {
  zone: 'Z1',
  meters: [
    { asset: 'QM1', sign: 1 as const },
    { asset: 'QM2', sign: -1 as const },
  ],
  pressures: [
    { name: 'pressure-1', asset: 'QM1', key: 'QM1/pressure' },
    { name: 'pressure-2', asset: 'TG1', key: 'TG1/pressure' },
  ],
}

describe('a zone as a network of its own', () => {
  const plan = zonePlan(registered(assets), instruments)!
  const nodes = new Map(plan.network.nodes.map((node) => [node.id, node]))

  test('has its places that water reaches, and no other zone’s', () => {
    expect(plan.zone.places).toHaveLength(3)
    expect(Object.values(plan.pipes).toSorted()).toEqual(['P0', 'P1', 'P2', 'P3'])
    expect([...nodes.values()].filter(({ type }) => type === 'reservoir')).toHaveLength(1)
  })

  test('takes its water in at the meter, and what the next zone uses leaves it where that is joined', () => {
    expect(plan.zone.flows.map(({ into }) => into)).toEqual([1, -1])
    const [inflow, outflow] = plan.zone.flows.map(
      ({ link }) => plan.network.links.find(({ id }) => id === link)!,
    )
    expect(inflow!.to).toBe(plan.inlet)
    expect(nodes.get(outflow!.to)).toMatchObject({ demands: [{ base: 11 }] })
  })

  test('knows the sensor by its place, and tells it from the pressure at the inlet', () => {
    expect(plan.reference).toBe('pressure-1')
    expect(plan.sensors.map(({ asset }) => asset)).toEqual(['TG1'])
    expect(plan.gap).toBeNull()
  })

  test.each([
    [
      'no pipes are drawn',
      assets.filter((one) => one.class !== 'pipe'),
      instruments,
      { grade: 1, gap: 'pipes' },
    ],
    [
      'no sensor',
      assets,
      { ...instruments, pressures: [instruments.pressures[0]!] },
      { grade: 1, gap: 'sensors' },
    ],
    [
      'no pressure at the inlet',
      assets,
      { ...instruments, pressures: [instruments.pressures[1]!] },
      { grade: 1, gap: 'inletPressure' },
    ],
    [
      'nobody knows what is drawn where',
      assets.filter((one) => one.class !== 'junction'),
      instruments,
      { grade: 2, gap: 'demands' },
    ],
    ['all is there but the simulation', assets, instruments, { grade: 2, gap: 'simulation' }],
  ])('where %s, the grade says so', (_, some, known, grade) => {
    expect(gradeOf(zonePlan(registered(some), known), true, false)).toEqual(grade)
  })

  test('with everything it is of the third grade; before it is learnt, of the first', () => {
    expect(gradeOf(plan, true, true)).toEqual({ grade: 3, gap: 'none' })
    expect(gradeOf(plan, false, true)).toEqual({ grade: 1, gap: 'learning' })
  })
})
