import { type Asset, Register, type Role, type Signal, type Unit } from '@driftbild/core'

/** A register with what a test names and nothing else. */
export function registerOf(parts: {
  assets: Asset[]
  signals: Signal[]
  zones?: Register['zones']
  relations?: Register['relations']
  zone?: string
}): Register {
  return Register.parse({
    municipality: { code: '9999', name: 'Provby', zone: parts.zone ?? 'Europe/Stockholm', simulated: true },
    sites: [],
    zones: parts.zones ?? [],
    assets: parts.assets,
    items: [],
    installations: [],
    relations: parts.relations ?? [],
    signals: parts.signals,
    alarmRules: [],
  })
}

export function asset(
  tag: string,
  assetClass: Asset['class'],
  attributes: Record<string, unknown>,
  more: Partial<Asset> = {},
): Asset {
  return {
    tag,
    class: assetClass,
    name: tag,
    site: null,
    zone: null,
    geometry: { type: 'Point', coordinates: [22, 65.6] },
    surveyed: null,
    builtYear: null,
    expectedLife: null,
    visibility: 'public',
    attributes,
    ...more,
  }
}

export const signal = (assetTag: string, role: Role, unit: Unit): Signal => ({
  key: `${assetTag}/${role}`,
  asset: assetTag,
  role,
  unit,
  kind: { type: 'measure' },
  reporting: { type: 'every', seconds: 300 },
  range: null,
})
