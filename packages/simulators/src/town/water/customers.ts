import type { Asset } from '@driftbild/core'
import type { Pipe } from '@driftbild/network'
import type { Building, BuildingKind } from '../map/buildings.ts'
import { lengthOf, nearestOn, pointAlong, type XY } from '../map/plane.ts'
import { pointAsset } from '../part.ts'
import type { WaterLayout } from './water-layout.ts'

/** Households and firms in a building of a kind. */
const customersIn: Record<BuildingKind, number> = {
  villa: 1,
  'row-houses': 6,
  flats: 18,
  'town-house': 8,
  hall: 1,
  public: 1,
}

/** Who is to be told before all others. */
const sensitive: Record<string, string> = {
  Vårdcentralen: 'care',
  Centralskolan: 'school',
  Lövåsskolan: 'school',
  'Norrviks sågverk': 'industry',
  Ishallen: 'other',
}

/** A street's houses are one connection a pipe; a building with a name has its own. */
export function connectionsOf(layout: WaterLayout, buildings: readonly Building[]): Asset[] {
  const lines = pipeLines(layout)
  const shared = new Map<string, { line: XY[]; customers: number }>()
  const own: { building: Building; pipe: string; at: XY }[] = []
  for (const building of buildings) {
    if (building.demand === 0) continue
    const nearest = nearestPipe(lines, layout, building)
    if (!nearest) continue
    const { pipe, line, at } = nearest
    if (building.name !== null) own.push({ building, pipe: pipe.id, at })
    else {
      const so = shared.get(pipe.id)?.customers ?? 0
      shared.set(pipe.id, { line, customers: so + customersIn[building.kind] })
    }
  }
  const assets = [...shared].map(([pipe, { line, customers }]) =>
    connection(layout, pipe, {
      name: `Serviser ${layout.pipes.get(pipe)!.street}`,
      at: pointAlong(line, lengthOf(line) / 2).at,
      attributes: { customers },
    }),
  )
  const named = own.map(({ building, pipe, at }) =>
    connection(layout, pipe, {
      name: `Servis ${building.name}`,
      at,
      attributes: {
        customers: customersIn[building.kind],
        ...(sensitive[building.name!] && { sensitive: sensitive[building.name!] }),
      },
    }),
  )
  return [...assets, ...named].map((asset, i) => ({ ...asset, tag: numbered('SV', i) }))
}

/** Beside every third junction of a street's main. */
export function hydrantsOf(layout: WaterLayout): Asset[] {
  const lines = pipeLines(layout).filter(
    ({ pipe }) => pipe.diameter >= 75 && layout.pipes.get(pipe.id)?.district,
  )
  return lines
    .filter((_, i) => i % 3 === 0)
    .map(({ pipe, line }, i) => {
      const facts = layout.pipes.get(pipe.id)!
      return pointAsset({
        ...{ tag: numbered('BP', i), class: 'hydrant', name: `Brandpost ${facts.street}` },
        ...{ builtYear: facts.built, zone: facts.district!.tag, attributes: { diameter: 80 } },
        at: pointAlong(line, Math.max(lengthOf(line) - 12, lengthOf(line) * 0.75)).at,
      })
    })
}

interface PipeLine {
  pipe: Pipe
  line: XY[]
}

function pipeLines({ network }: WaterLayout): PipeLine[] {
  const places = new Map(network.nodes.map(({ id, position }) => [id, position!]))
  return network.links.flatMap((link) =>
    link.type === 'pipe'
      ? [{ pipe: link, line: [places.get(link.from)!, ...link.vertices, places.get(link.to)!] }]
      : [],
  )
}

function nearestPipe(
  lines: readonly PipeLine[],
  layout: WaterLayout,
  { district, centre, street }: Building,
) {
  let best: (PipeLine & { at: XY; off: number }) | null = null
  for (const { pipe, line } of lines) {
    const facts = layout.pipes.get(pipe.id)!
    if (facts.district?.tag !== district.tag || facts.street !== street) continue
    const { off, at } = nearestOn(line, centre)
    if (off < (best?.off ?? Infinity)) best = { pipe, line, at, off }
  }
  return best
}

function connection(
  layout: WaterLayout,
  pipe: string,
  { name, at, attributes }: { name: string; at: XY; attributes: Asset['attributes'] },
): Asset {
  const facts = layout.pipes.get(pipe)!
  return pointAsset({
    ...{ tag: '', class: 'connection', name, builtYear: facts.built },
    ...{ at, zone: facts.district?.tag ?? null, attributes },
  })
}

const numbered = (prefix: string, i: number): string => `${prefix}-${String(i + 1).padStart(3, '0')}`
