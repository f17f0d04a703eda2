import { writeFile } from 'node:fs/promises'
import { type Asset, type Position, ProblemError } from '@driftbild/core'
import { gridNames, placeInGrid } from '@driftbild/formats/features'
import { type Network, type OwnPlane, ownPlane, readInp, writeInp } from '@driftbild/network'
import type { StoredModel } from '@driftbild/store'
import { ImportMapping } from '../contract/index.ts'
import { drawnModel } from '../network/drawn-model.ts'
import { networkOf } from '../network/networks.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'
import { modelOnBase } from './model-on-base.ts'
import type { Speech } from './speech.ts'
import { withValidIds } from './valid-ids.ts'

interface ModelOrder {
  path: string
  /** EPSG; of a model on a base the base's own plane or system is taken. */
  crs: number
  /** The model that was read in, which gives what the register has no place for. */
  base: StoredModel | null
  speech: Speech
  picture: Picture
  assets: readonly WatchedAsset[]
  onWritten: (assets: number) => void
}

/** The selected pipes and what hangs on them as an EPANET 2.2 file, which begins by saying what it lacks. */
export async function writeModel({
  path,
  crs,
  base,
  speech,
  picture,
  assets,
  onWritten,
}: ModelOrder): Promise<void> {
  const { water } = networkOf(picture)
  const plane = planeOf(base, crs)
  const of = assets.map(({ asset }) => asset)
  const taken = new Set(of.map(({ tag }) => tag))
  const { network: drawn, leftOut, assumedHeads } = drawnModel(picture, of, plane.place)
  if (drawn.links.length === 0) throw new ProblemError(400, { code: 'nothing-selected' })
  const { t } = speech
  const said = base
    ? onBase({
        ...{ base, drawn, plane, assets: of, speech },
        shut: (pipe) => water.closed.links.has(pipe),
        withheld: (tag) => picture.assets.has(tag) && !taken.has(tag),
      })
    : {
        network: drawn,
        lines: [
          ...leftOut.map(({ class: of, count }) =>
            t('model-file.left-out', { what: t(`class.${of}`), count }),
          ),
          ...assumedHeads.map((place) => t('model-file.head', { place })),
        ],
      }
  const { network, renamed } = withValidIds(said.network)
  network.title = [
    picture.municipality.name,
    plane.own === null
      ? t('model-file.crs', { crs: String(plane.crs), name: gridNames[plane.crs] ?? '' })
      : t('model-file.plane', { name: base!.name }),
    ...(plane.isUnsure ? [t('model-file.plane-unsure', { name: base!.name })] : []),
    ...said.lines,
    ...renamed.map(({ from, to }) => t('model-file.renamed', { from, to })),
  ]
  await writeFile(path, writeInp(network))
  onWritten(assets.length)
}

interface Plane {
  place: (at: Position) => Position
  crs: number
  /** A plane of its own; null where `crs` says it all. */
  own: OwnPlane | null
  /** How the base was read in can't be read any more: its coordinates may have been others. */
  isUnsure: boolean
}

/** Where the file's coordinates lie: in the base's own plane, its system, or the one asked for. */
function planeOf(base: StoredModel | null, crs: number): Plane {
  const asked = { place: placeInGrid(crs), crs, own: null, isUnsure: base !== null }
  const mapping = base && ImportMapping.safeParse(base.mapping).data
  if (!mapping) return asked
  if (!mapping.plane) return { place: placeInGrid(mapping.crs), crs: mapping.crs, own: null, isUnsure: false }
  const own = ownPlane(mapping.plane)
  return own ? { place: own.fromWgs84 as Plane['place'], crs, own, isUnsure: false } : asked
}

/** Metres that a place may be off by what is rounded on the way into the register and out of it. */
const ROUNDED = 0.005

function onBase({
  base,
  drawn,
  plane,
  assets,
  shut,
  withheld,
  speech: { t },
}: {
  base: StoredModel
  drawn: Network
  plane: Plane
  assets: readonly Asset[]
  shut: (pipe: string) => boolean
  withheld: (tag: string) => boolean
  speech: Speech
}): { network: Network; lines: string[] } {
  const near = plane.own ? ROUNDED / plane.own.scale : plane.crs === 4326 ? 1e-7 : ROUNDED
  const found = modelOnBase({
    ...{ base: readInp(base.inp).network, drawn, assets, withheld, shut, place: plane.place, near },
  })
  return {
    network: found.network,
    lines: [
      t('model-file.base', { name: base.name }),
      ...(found.gone.length > 0 ? [t('model-file.gone', { count: found.gone.length })] : []),
      ...(found.silenced > 0 ? [t('model-file.silenced', { count: found.silenced })] : []),
    ],
  }
}
