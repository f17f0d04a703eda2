import { writeFile } from 'node:fs/promises'
import { type Asset, ProblemError } from '@driftbild/core'
import { gridNames, placeInGrid } from '@driftbild/formats/features'
import { writeInp } from '@driftbild/network'
import { networkOf } from '../network/networks.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'
import { registerModel } from './register-model.ts'
import type { Speech } from './speech.ts'

interface ModelOrder {
  path: string
  /** EPSG */
  crs: number
  speech: Speech
  picture: Picture
  assets: readonly WatchedAsset[]
  onWritten: (assets: number) => void
}

/** The selected pipes and what hangs on them as an EPANET 2.2 file, which begins by saying what it lacks. */
export async function writeModel({
  path,
  crs,
  speech,
  picture,
  assets,
  onWritten,
}: ModelOrder): Promise<void> {
  const { water } = networkOf(picture)
  const storage = new Map<string, Asset>()
  for (const { asset } of assets) {
    const where = asset.class === 'reservoir' ? water.standing.get(asset.tag) : undefined
    if (where && 'place' in where) storage.set(where.place, asset)
  }
  const names = new Map(
    [...water.net.places].flatMap(([name, some]) => some.map((one) => [one, name] as const)),
  )
  const { network, leftOut, assumedHeads } = registerModel({
    ...{ assets: assets.map(({ asset }) => asset), feeds: water.feeds, storage },
    closed: {
      pipes: new Set(water.closed.links.keys()),
      places: new Set([...water.closed.places.keys()].flatMap((place) => names.get(place) ?? [])),
    },
    place: placeInGrid(crs),
  })
  if (network.links.length === 0) throw new ProblemError(400, { code: 'nothing-selected' })
  const { t } = speech
  network.title = [
    picture.municipality.name,
    t('model-file.crs', { crs: String(crs), name: gridNames[crs] ?? '' }),
    ...leftOut.map(({ class: of, count }) => t('model-file.left-out', { what: t(`class.${of}`), count })),
    ...assumedHeads.map((place) => t('model-file.head', { place })),
  ]
  await writeFile(path, writeInp(network))
  onWritten(assets.length)
}
