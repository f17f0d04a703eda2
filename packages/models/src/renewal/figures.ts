import { type Asset, AssetClass, assetClasses } from '@driftbild/core'
import { z } from 'zod'

/** What is counted with for a class, or for those of it with one value of an attribute. */
export const RenewalFigure = z.object({
  class: AssetClass,
  where: z.object({ attribute: z.string(), value: z.string() }).nullable(),
  /** Years until half of them have failed. */
  life: z.number().positive().max(1000),
  /** SEK for one, or for a metre of it. */
  cost: z.number().nonnegative(),
  per: z.enum(['each', 'metre']),
  /** SEK when one fails: repair, damage, water or light that is missing. */
  consequence: z.number().nonnegative(),
  /** Where the figures are from; empty for ours. */
  source: z.string().max(300),
})
export type RenewalFigure = z.infer<typeof RenewalFigure>

type Money = Pick<RenewalFigure, 'cost' | 'per' | 'consequence'>

const each = (cost: number, consequence: number): Money => ({ cost, per: 'each', consequence })

/** SEK, round numbers to begin with: every municipality has its own prices and its own streets. */
const money: Record<AssetClass, Money> = {
  pipe: { cost: 9_000, per: 'metre', consequence: 150_000 },
  junction: each(60_000, 60_000),
  valve: each(70_000, 60_000),
  hydrant: each(80_000, 30_000),
  connection: each(45_000, 40_000),
  reservoir: each(25_000_000, 8_000_000),
  waterworks: each(120_000_000, 30_000_000),
  pump: each(220_000, 180_000),
  'dma-meter': each(90_000, 20_000),
  'pressure-sensor': each(15_000, 3_000),
  'wastewater-pumping-station': each(3_500_000, 1_200_000),
  'wastewater-pump': each(160_000, 200_000),
  'rain-gauge': each(25_000, 3_000),
  'water-level-gauge': each(45_000, 5_000),
  'water-quality-station': each(180_000, 15_000),
  'lighting-cabinet': each(120_000, 30_000),
  luminaire: each(9_000, 3_500),
  'waste-container': each(12_000, 4_000),
  depot: each(6_000_000, 500_000),
}

/** Years by which pipes of a material live; between them the handbooks agree on the order more than on the numbers. */
const pipeLives: Record<string, number> = {
  'cast-iron': 90,
  'ductile-iron': 75,
  steel: 60,
  PVC: 80,
  PE: 100,
  unknown: 80,
}

/** What the product counts with until a municipality says otherwise: planning values of ours. */
export const defaultFigures: readonly RenewalFigure[] = (Object.keys(assetClasses) as AssetClass[]).flatMap(
  (one): RenewalFigure[] => {
    const general = {
      class: one,
      where: null,
      life: assetClasses[one].expectedLife,
      ...money[one],
      source: '',
    }
    if (one !== 'pipe') return [general]
    const byMaterial = Object.entries(pipeLives).map(([value, life]) => ({
      ...{ ...general, where: { attribute: 'material', value }, life },
    }))
    return [general, ...byMaterial]
  },
)

const nameOf = ({ class: of, where }: Pick<RenewalFigure, 'class' | 'where'>): string =>
  `${of} ${where ? `${where.attribute}=${where.value}` : ''}`

/** Ours, with the municipality's own in their place. */
export function figuresWith(own: readonly RenewalFigure[]): RenewalFigure[] {
  const theirs = new Map(own.map((figure) => [nameOf(figure), figure]))
  const known = new Set(defaultFigures.map(nameOf))
  return [
    ...defaultFigures.map((figure) => theirs.get(nameOf(figure)) ?? figure),
    ...own.filter((figure) => !known.has(nameOf(figure))),
  ]
}

/** Finds the narrowest figures for an asset, and those of what replaces it. */
export function figureFinder(
  figures: readonly RenewalFigure[],
): (asset: Asset) => { figure: RenewalFigure; anew: RenewalFigure } {
  const byClass = Map.groupBy(figures, (figure) => figure.class)
  return (asset) => {
    const own = byClass.get(asset.class) ?? []
    const general = own.find(({ where }) => where === null)
    if (!general) throw new Error(`there are no figures for ${asset.class}`)
    const narrow = own.find(({ where }) => where && String(asset.attributes[where.attribute]) === where.value)
    return { figure: narrow ?? general, anew: general }
  }
}
