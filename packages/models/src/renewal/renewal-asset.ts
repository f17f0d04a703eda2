import type { Asset } from '@driftbild/core'
import type { figureFinder } from './figures.ts'
import { lifeBehind } from './survival.ts'

/** An asset as the plan counts it. */
export interface RenewalAsset {
  tag: string
  /** Years; of itself, and of what replaces it. */
  life: number
  lifeAnew: number
  /** Years that it has behind it in the first year, as its condition says, or else its age. */
  age: number
  /** What the age follows from; `assumed` is half a life, where nothing is known. */
  from: 'condition' | 'year' | 'assumed'
  /** SEK to replace it, and when it fails. */
  cost: number
  consequence: number
}

/** The newest judgement of an asset. */
export interface Condition {
  grade: number
  /** The year in which it was made. */
  year: number
}

const ASSUMED = 0.5

export function renewalAsset(
  asset: Asset,
  {
    find,
    condition,
    year,
  }: { find: ReturnType<typeof figureFinder>; condition: Condition | null; year: number },
): RenewalAsset {
  const { figure, anew } = find(asset)
  const life = asset.expectedLife ?? figure.life
  const metres = figure.per === 'metre' ? Number(asset.attributes.length ?? 0) : 1
  const known = ageOf(asset, condition, { life, year })
  return {
    ...{ tag: asset.tag, life, lifeAnew: anew.life, ...known },
    ...{ cost: figure.cost * metres, consequence: figure.consequence },
  }
}

function ageOf(
  { builtYear }: Asset,
  condition: Condition | null,
  { life, year }: { life: number; year: number },
): Pick<RenewalAsset, 'age' | 'from'> {
  if (condition && (builtYear === null || condition.year >= builtYear)) {
    const behind = lifeBehind[condition.grade] ?? ASSUMED
    return { age: behind * life + (year - condition.year), from: 'condition' }
  }
  if (builtYear !== null) return { age: Math.max(year - builtYear, 0), from: 'year' }
  return { age: ASSUMED * life, from: 'assumed' }
}
