import type { AssetClass } from '@driftbild/core'

/** Units of the attributes that core's asset classes define in their comments; the same in every language. */
const units: Record<string, string> = {
  diameter: 'mm',
  length: 'm',
  elevation: 'm',
  ratedFlow: 'm³/h',
  ratedHead: 'm',
  ratedPower: 'kW',
  capacity: 'm³/h',
  volume: 'm³',
  minLevel: 'm',
  maxLevel: 'm',
  sumpArea: 'm²',
  startLevel: 'm',
  stopLevel: 'm',
  overflowLevel: 'm',
  poleHeight: 'm',
  depth: 'mm',
}

/** Where a class counts in another unit than the rest. */
const ofClass: Partial<Record<AssetClass, Record<string, string>>> = {
  luminaire: { ratedPower: 'W' },
  'waste-container': { volume: 'l' },
}

export const attributeUnit = (of: AssetClass, name: string): string | undefined =>
  ofClass[of]?.[name] ?? units[name]
