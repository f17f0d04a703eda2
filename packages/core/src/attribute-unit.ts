import type { AssetClass } from './asset.ts'

/** What the attributes of asset classes are counted in; the same in every language. */
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
  weirWidth: 'm',
  catchmentArea: 'm²',
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

/** What one of another unit is in ours: how files that count otherwise are read. */
const unitFactors: Record<string, Record<string, number>> = {
  mm: { mm: 1, cm: 10, dm: 100, m: 1000 },
  m: { mm: 0.001, cm: 0.01, dm: 0.1, m: 1, km: 1000 },
  'm²': { 'm²': 1 },
  'm³': { 'm³': 1, l: 0.001 },
  l: { l: 1, 'm³': 1000 },
  'm³/h': { 'm³/h': 1, 'l/s': 3.6, 'l/min': 0.06 },
  kW: { kW: 1, W: 0.001 },
  W: { W: 1, kW: 1000 },
}

/** Units that a file may count in instead; the first is ours. */
export const unitsLike = (unit: string): string[] => [
  unit,
  ...Object.keys(unitFactors[unit] ?? {}).filter((other) => other !== unit),
]

/** How many of our unit one of the other is; null where they measure different things. */
export const unitFactor = (ours: string, theirs: string): number | null =>
  ours === theirs ? 1 : (unitFactors[ours]?.[theirs] ?? null)
