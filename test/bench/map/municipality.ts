import type {
  AlarmRule,
  Asset,
  BaseMapFeature,
  Kommunkod,
  Position,
  Register,
  Signal,
  Zone,
} from '@driftbild/core'

export const CODE: Kommunkod = '9998'
const CENTRE: Position = [15.62, 58.41]

/** Metres between two crossings. */
const BLOCK = 80
const LAMPS_A_BLOCK = 3
const BINS_A_CROSSING = 3
/** About so many assets come with a crossing: a junction, two pipes, lamps on two streets, bins, some valves. */
const ASSETS_A_CROSSING = 12.3

interface Place {
  name: string
  /** Metres east and north of the municipality's centre. */
  at: [number, number]
  share: number
  /** Radians. */
  turned: number
}

/** A town and its villages: most assets stand close together, the rest far apart, as in any municipality. */
const places: readonly Place[] = [
  { name: 'Storby', at: [0, 0], share: 0.58, turned: 0.3 },
  { name: 'Hamnvik', at: [14_000, 3_000], share: 0.14, turned: -0.2 },
  { name: 'Kyrkbyn', at: [-11_000, 9_000], share: 0.1, turned: 0.9 },
  { name: 'Bruket', at: [6_000, -16_000], share: 0.08, turned: 0.05 },
  { name: 'Sjöstad', at: [-17_000, -8_000], share: 0.06, turned: 0.6 },
  { name: 'Norrgården', at: [9_000, 19_000], share: 0.04, turned: -0.5 },
]

export interface GeneratedMunicipality {
  register: Register
  base: BaseMapFeature[]
}

/** A municipality of about so many assets, the same each time. */
export function generateMunicipality(assets: number): GeneratedMunicipality {
  const made: Made = { assets: [], signals: [], alarmRules: [], zones: [], base: [] }
  for (const [number, place] of places.entries()) {
    build(place, number, (assets * place.share) / ASSETS_A_CROSSING, made)
  }
  return {
    register: {
      municipality: {
        code: CODE,
        name: 'Storbygden',
        zone: 'Europe/Stockholm',
        simulated: true,
        recording: null,
      },
      sites: [],
      zones: made.zones,
      assets: made.assets,
      items: [],
      installations: [],
      relations: [],
      signals: made.signals,
      alarmRules: made.alarmRules,
    },
    base: made.base,
  }
}

interface Made {
  assets: Asset[]
  signals: Signal[]
  alarmRules: AlarmRule[]
  zones: Zone[]
  base: BaseMapFeature[]
}

function build(
  place: Place,
  number: number,
  crossings: number,
  { assets, signals, alarmRules, zones, base }: Made,
): void {
  const side = Math.max(2, Math.round(Math.sqrt(crossings)))
  const letter = String.fromCharCode(65 + number)
  const at = (col: number, row: number): Position => positionOf(place, side, col, row)
  const zoneOf = (col: number, row: number) =>
    `${letter}-Z${Math.floor((col / side) * 3)}${Math.floor((row / side) * 3)}`
  const street = (along: 'col' | 'row', index: number) =>
    `${place.name === 'Storby' ? '' : `${place.name} `}${streetName(along, index)}`
  const add = (
    tag: string,
    name: string,
    zone: string | null,
    geometry: Asset['geometry'],
    rest: Pick<Asset, 'class' | 'attributes'>,
  ) =>
    assets.push({
      ...{ tag, name, site: null, zone, geometry, surveyed: null, builtYear: 1960 + (assets.length % 60) },
      ...{ expectedLife: null, visibility: 'staff' },
      ...rest,
    })
  const point = (position: Position): Asset['geometry'] => ({ type: 'Point', coordinates: position })

  for (let third = 0; third < 9; third++) {
    const [c, r] = [third % 3, Math.floor(third / 3)]
    const corner = (dc: number, dr: number) => at(((c + dc) * side) / 3, ((r + dr) * side) / 3)
    zones.push({
      ...{ tag: `${letter}-Z${c}${r}`, name: `${place.name} ${third + 1}`, service: 'water' },
      geometry: {
        type: 'Polygon',
        coordinates: [[corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1), corner(0, 0)]],
      },
      ...{ inflow: [], outflow: [] },
    })
  }
  base.push({
    layer: 'place',
    name: place.name,
    rank: number === 0 ? 1 : 2,
    geometry: point(at(side / 2, side / 2)),
  })

  for (let row = 0; row < side; row++) {
    const line = Array.from({ length: side }, (_, i) => [at(i, row), at(row, i)] as const)
    const rank = row % 12 === 0 ? 1 : row % 4 === 0 ? 2 : 3
    base.push({
      layer: 'street',
      name: street('row', row),
      rank,
      geometry: { type: 'LineString', coordinates: line.map(([p]) => p) },
    })
    base.push({
      layer: 'street',
      name: street('col', row),
      rank,
      geometry: { type: 'LineString', coordinates: line.map(([, p]) => p) },
    })
    for (let col = 0; col < side; col++) {
      const id = `${letter}${String(col).padStart(3, '0')}${String(row).padStart(3, '0')}`
      const zone = zoneOf(col, row)
      const junction = `J-${id}`
      add(junction, `Knut ${id}`, zone, point(at(col, row)), {
        class: 'junction',
        attributes: { elevation: 40 + chance(col * 7 + row) * 20 },
      })
      for (const [dc, dr, way] of [
        [1, 0, 'row'],
        [0, 1, 'col'],
      ] as const) {
        if (col + dc >= side || row + dr >= side) continue
        const index = way === 'row' ? row : col
        const diameter = index % 12 === 0 ? 400 : index % 4 === 0 ? 200 : 110
        const name = street(way, index)
        const to = `J-${letter}${String(col + dc).padStart(3, '0')}${String(row + dr).padStart(3, '0')}`
        const bend = at(col + dc / 2 + (chance(col + row * 3) - 0.5) * 0.06, row + dr / 2)
        add(
          `V-${id}${way === 'row' ? 'E' : 'N'}`,
          `Vattenledning ${name}`,
          zone,
          { type: 'LineString', coordinates: [at(col, row), bend, at(col + dc, row + dr)] },
          {
            class: 'pipe',
            attributes: {
              diameter,
              length: BLOCK,
              material: diameter > 150 ? 'ductile-iron' : 'PE',
              from: junction,
              to,
            },
          },
        )
        for (let lamp = 0; lamp < LAMPS_A_BLOCK; lamp++) {
          const along = (lamp + 0.5) / LAMPS_A_BLOCK
          const tag = `L-${id}${way === 'row' ? 'E' : 'N'}${lamp}`
          add(
            tag,
            `Armatur ${name} ${col * 6 + lamp}`,
            null,
            point(at(col + dc * along + dr * 0.06, row + dr * along + dc * 0.06)),
            {
              class: 'luminaire',
              attributes: {
                cabinet: `C-${letter}${Math.floor(col / 8)}-${Math.floor(row / 8)}`,
                phase: 'L1',
                ratedPower: 40,
                lightSource: 'LED',
              },
            },
          )
          if (lamp === 0 && chance(assets.length) < 0.2) signals.push(signalOf(tag, 'lamp-on', 3600))
        }
      }
      for (let bin = 0; bin < BINS_A_CROSSING; bin++) {
        const tag = `S-${id}${bin}`
        add(
          tag,
          `Kärl ${street('row', row)} ${col * 4 + bin + 1}`,
          null,
          point(at(col + 0.2 + bin * 0.27, row + 0.16)),
          {
            class: 'waste-container',
            attributes: {
              volume: 370,
              depth: 1100,
              fraction: bin === 0 ? 'residual' : bin === 1 ? 'food' : 'paper',
            },
          },
        )
        if (chance(assets.length * 3) < 0.4) {
          const signal = signalOf(tag, 'fill', 21_600)
          signals.push(signal)
          if (chance(assets.length * 5) < 0.1) alarmRules.push(fullRule(signal.key, alarmRules.length))
        }
      }
      if (chance(col * 13 + row * 5) < 0.35) {
        add(`A-${id}`, `Avstängning ${street('row', row)}`, zone, point(at(col + 0.05, row)), {
          class: 'valve',
          attributes: { normallyOpen: true },
        })
      }
      if (col % 16 === 8 && row % 16 === 8) {
        const tag = `M-${id}`
        add(tag, `Zonmätare ${zone}`, zone, point(at(col + 0.5, row)), {
          class: 'dma-meter',
          attributes: { diameter: 200 },
        })
        signals.push({
          ...signalOf(tag, 'fill', 60),
          key: `${tag}/flow`,
          role: 'flow',
          unit: 'L/s',
          range: null,
        })
      }
    }
  }
}

const signalOf = (asset: string, role: 'fill' | 'lamp-on', seconds: number): Signal => ({
  key: `${asset}/${role}`,
  ...{ asset, role, unit: '1', kind: role === 'fill' ? { type: 'measure' } : { type: 'flag' } },
  ...{ reporting: { type: 'on-change', silentAtMost: seconds * 4 }, range: [0, 1] },
})

const fullRule = (signal: string, n: number): AlarmRule => ({
  ...{
    id: `${signal}#full`,
    signal,
    condition: 'above',
    limit: 0.9,
    window: null,
    hysteresis: 0.05,
    delayOn: 0,
    delayOff: 0,
  },
  ...{ priority: n % 40 === 0 ? 'critical' : n % 6 === 0 ? 'high' : 'low', mode: 'container-full' },
})

/** Streets bend a little, so that neither tiles nor clusters meet a perfect grid. */
function positionOf({ at: [east, north], turned }: Place, side: number, col: number, row: number): Position {
  const [x, y] = [(col - side / 2) * BLOCK, (row - side / 2) * BLOCK]
  const bent = [x + 60 * Math.sin(y / 700), y + 60 * Math.sin(x / 900)] as const
  const metresEast = east + bent[0] * Math.cos(turned) - bent[1] * Math.sin(turned)
  const metresNorth = north + bent[0] * Math.sin(turned) + bent[1] * Math.cos(turned)
  return [
    CENTRE[0] + metresEast / (111_320 * Math.cos((CENTRE[1] * Math.PI) / 180)),
    CENTRE[1] + metresNorth / 111_320,
  ]
}

const first = [
  'Björk',
  'Skol',
  'Kyrko',
  'Hamn',
  'Stations',
  'Ängs',
  'Sol',
  'Ek',
  'Bruks',
  'Kvarn',
  'Strand',
  'Norr',
]
const streetName = (along: 'col' | 'row', index: number): string =>
  `${first[index % first.length]}${along === 'row' ? 'gatan' : 'vägen'}${index < first.length ? '' : ` ${Math.floor(index / first.length) + 1}`}`

/** Between 0 and 1, the same each time. */
const chance = (n: number): number => Math.abs(Math.sin(n * 12.9898) * 43758.5453) % 1
