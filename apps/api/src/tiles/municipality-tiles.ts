import type { Micros, Service } from '@driftbild/core'
import { type KeptBody, keptBody } from '../http/kept-body.ts'
import { atOnce } from '../in-turns.ts'
import type { Scene } from '../moments/scene.ts'
import { networkOf } from '../network/networks.ts'
import { lookOf } from '../picture/asset-look.ts'
import { dataNow } from '../picture/data-clock.ts'
import type { Picture } from '../picture/picture.ts'
import { assetKinds, type Shown } from './asset-kinds.ts'
import { encodeTile } from './encode-tile.ts'
import { kept } from './kept.ts'
import { lineLayer } from './line-layer.ts'
import { pointLayer } from './point-layer.ts'
import { type ZoneLayer, zoneLayer } from './zone-layer.ts'

export interface MunicipalityTiles {
  tile(
    address: { z: number; x: number; y: number },
    shown: Shown,
    seesService: (service: Service) => boolean,
    /** Null is now. */
    scene: Scene | null,
  ): KeptBody
}

const KEPT_TILES = 600

/**
 * The tiles of one picture of a municipality. Its layers hold where assets lie and live as long as the picture; what
 * looks different since is taken over before a tile is drawn.
 */
export const municipalityTiles = (picture: Picture, now: () => Micros): MunicipalityTiles =>
  atOnce(makeTiles(picture, now))

/** The same, by someone who can pause. */
export function* makeTiles(picture: Picture, now: () => Micros): Generator<void, MunicipalityTiles> {
  const all = [...picture.assets.values()]
  const kinds = yield* assetKinds(all)
  const isLine = ({ asset }: (typeof all)[number]) => asset.geometry.type === 'LineString'
  const lines = yield* lineLayer(all.filter(isLine), kinds)
  const points = yield* pointLayer(
    all.filter((watched) => !isLine(watched)),
    kinds,
  )
  picture.changed.clear()
  const tiles = kept<{ of: number | Scene; tile: KeptBody }>(KEPT_TILES)
  const zones = new Map<string, ZoneLayer>()
  const zonesOf = (seesService: (service: Service) => boolean): ZoneLayer => {
    const seen = [...picture.zones.values()].filter((zone) => seesService(zone.service))
    const name = [...new Set(seen.map((zone) => zone.service))].sort().join()
    const known = zones.get(name) ?? zoneLayer(seen)
    zones.set(name, known)
    return known
  }

  return {
    tile({ z, x, y }, shown, seesService, scene) {
      const name = `${z}/${x}/${y} ${shown.name} ${scene?.name ?? ''}`
      const known = tiles.get(name)
      const of = scene ?? picture.revision
      if (known?.of === of) return known.tile
      for (const watched of picture.changed) {
        lines.update(watched)
        points.update(watched)
      }
      picture.changed.clear()
      const find = scene?.moment.find ?? ((tag: string) => picture.assets.get(tag))
      const at = scene?.moment.at ?? dataNow(picture, now())
      const tile = keptBody(
        encodeTile({
          zone: zonesOf(seesService).tile(z, x, y),
          network: lines.tile(z, x, y, shown, scene, {
            flow: networkOf(picture).flowOf(scene),
            suspicion: (tag) => (scene ? undefined : picture.suspicion.get(tag)?.probability),
          }),
          assets: points.tile(z, x, y, shown, scene, (watched) => lookOf(watched, find, at)),
        }),
      )
      const same = known?.tile.name === tile.name ? known.tile : tile
      return tiles.put(name, { of, tile: same }).tile
    },
  }
}
