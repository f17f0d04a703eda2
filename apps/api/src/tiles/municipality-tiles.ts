import { type AssetClass, assetClasses, type Service } from '@driftbild/core'
import type { Picture, WatchedAsset } from '../picture/picture.ts'
import { encodeTile } from './encode-tile.ts'
import { type LineLayer, lineLayer } from './line-layer.ts'
import { type Look, type PointLayer, pointLayer } from './point-layer.ts'
import { type ZoneLayer, zoneLayer } from './zone-layer.ts'

/** Which assets a tile may show: classes that were asked for and what this person may see of each service. */
export interface Shown {
  classes: ReadonlySet<AssetClass>
  sees: (watched: WatchedAsset) => boolean
  seesService: (service: Service) => boolean
  /** Names the answers of both: two people with one name see the same. */
  seesName: string
}

export interface MunicipalityTiles {
  tile(address: { z: number; x: number; y: number }, shown: Shown): Uint8Array<ArrayBuffer>
}

const KEPT_INDEXES = 12

const nothing: Look = { state: 'normal', prediction: null, underWork: false }

/**
 * The tiles of one picture of a municipality. An index holds where assets lie and lives as long as the picture;
 * what they look like is read when a tile is drawn.
 */
export function municipalityTiles(picture: Picture): MunicipalityTiles {
  const indexes = new Map<string, { points: PointLayer; lines: LineLayer; zones: ZoneLayer }>()

  const indexFor = ({ classes, sees, seesService, seesName }: Shown) => {
    const name = `${seesName} ${[...classes].sort().join(',')}`
    const known = indexes.get(name)
    if (known) {
      indexes.delete(name)
      indexes.set(name, known)
      return known
    }
    const drawn = [...picture.assets.values()].filter((w) => classes.has(w.asset.class) && sees(w))
    const made = {
      zones: zoneLayer([...picture.zones.values()].filter((zone) => seesService(zone.service))),
      points: pointLayer(
        drawn
          .filter(({ asset }) => asset.geometry.type !== 'LineString')
          .map(({ asset, service, position }) => ({ tag: asset.tag, class: asset.class, service, position })),
      ),
      lines: lineLayer(
        drawn
          .filter(({ asset }) => asset.geometry.type === 'LineString')
          .map(({ asset, service }) => ({
            tag: asset.tag,
            class: asset.class,
            service,
            diameter: typeof asset.attributes.diameter === 'number' ? asset.attributes.diameter : null,
            geometry: asset.geometry,
          })),
      ),
    }
    if (indexes.size >= KEPT_INDEXES) indexes.delete(indexes.keys().next().value!)
    indexes.set(name, made)
    return made
  }

  return {
    tile({ z, x, y }, shown) {
      const { points, lines, zones } = indexFor(shown)
      return encodeTile({
        zone: zones.tile(z, x, y),
        network: lines.tile(z, x, y, (tag) => picture.assets.get(tag)?.state ?? 'normal'),
        assets: points.tile(z, x, y, (tag) => picture.assets.get(tag) ?? nothing),
      })
    },
  }
}

export const allClasses: ReadonlySet<AssetClass> = new Set(Object.keys(assetClasses) as AssetClass[])
