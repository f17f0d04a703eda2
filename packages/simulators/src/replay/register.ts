import { Asset, type BaseMapFeature, boxOf, type Municipality, Register } from '@driftbild/core'
import type { LongLayout } from './mapping.ts'
import type { Recording } from './recording.ts'
import { fillIn } from './rows.ts'

/** The assets, zones, signals and alarm rules of a recording, for the centre to know before the values come. */
export function replayRegister(
  { mapping, series, assetRows }: Pick<Recording, 'mapping' | 'series' | 'assetRows'>,
  municipality: Municipality = mapping.municipality,
): Register {
  const { layout } = mapping
  const assets =
    layout.type === 'wide' ? layout.assets : [...assetRows].map(([tag, row]) => assetOfRow(tag, row, layout))
  const keys = new Set(series.map((one) => one.key))
  return Register.parse({
    municipality,
    sites: [],
    zones: layout.type === 'wide' ? layout.zones.map((zone) => meteredBy(zone, keys)) : [],
    assets,
    items: [],
    installations: [],
    relations: [],
    signals: series,
    alarmRules: series.flatMap(({ key, role }) =>
      mapping.alarms
        .filter((alarm) => alarm.role === role)
        .map(({ role: _, id, ...rule }) => ({ ...rule, id: `${key}#${id}`, signal: key })),
    ),
  })
}

/** Names of the zones that have a place, just inside their northern ends: meters often stand in the middle. */
export const replayBaseMap = ({ zones }: Register): BaseMapFeature[] =>
  zones.flatMap(({ name, geometry }) => {
    if (!geometry) return []
    const [west, south, east, north] = boxOf(geometry)
    const coordinates: [number, number] = [(west + east) / 2, north - (north - south) * 0.15]
    return [{ layer: 'place', name, rank: 2, geometry: { type: 'Point', coordinates } }]
  })

function assetOfRow(tag: string, row: Record<string, string>, { asset }: LongLayout): Asset {
  const name = fillIn(asset.name, (column) => row[column] ?? '').trim()
  return Asset.parse({
    tag,
    class: asset.class,
    name: name || tag,
    site: null,
    zone: null,
    geometry: {
      type: 'Point',
      coordinates: [Number(row[asset.longitude]), Number(row[asset.latitude])],
    },
    surveyed: null,
    builtYear: null,
    expectedLife: null,
    visibility: 'staff',
    attributes: asset.attributes,
  })
}

/** A window may leave a meter without a single cell; its signal is then not there to refer to. */
const meteredBy = <Z extends { inflow: string[]; outflow: string[] }>(
  zone: Z,
  keys: ReadonlySet<string>,
): Z => ({
  ...zone,
  inflow: zone.inflow.filter((key) => keys.has(key)),
  outflow: zone.outflow.filter((key) => keys.has(key)),
})
