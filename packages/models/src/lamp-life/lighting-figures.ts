import { z } from 'zod'

/** What group replacement counts with, its unit and our round number until the municipality says its own. */
export const lightingFigures = {
  'part-led': { unit: 'SEK', value: 4_200 },
  'part-high-pressure-sodium': { unit: 'SEK', value: 350 },
  'part-metal-halide': { unit: 'SEK', value: 650 },
  'part-mercury': { unit: 'SEK', value: 300 },
  /** Two people and their car, and the lift. */
  'crew-hour': { unit: 'SEK/h', value: 1_250 },
  'lift-hour': { unit: 'SEK/h', value: 750 },
  /** The way there and back, setting up, and the lamp. */
  'minutes-alone': { unit: 'min', value: 55 },
  'minutes-in-group': { unit: 'min', value: 14 },
  /** The way there and signs on the road, once. */
  'minutes-per-group': { unit: 'min', value: 75 },
  /** From failing to burning again. */
  'days-dark': { unit: 'd', value: 12 },
  /** What an hour with one lamp dark is worth to those who walk there. */
  'dark-hour': { unit: 'SEK/h', value: 4 },
  /** The same along a main road, where it is driven fast: lamps on poles of `MAIN_ROAD_POLE` and more. */
  'dark-hour-main': { unit: 'SEK/h', value: 12 },
  horizon: { unit: 'yr', value: 10 },
  interest: { unit: '%', value: 3 },
} as const satisfies Record<string, { unit: string; value: number }>

/** m; lower ones stand along streets and footpaths. A round bound of ours, for registers seldom have a road's class. */
export const MAIN_ROAD_POLE = 8

export type LightingFigureName = keyof typeof lightingFigures
const names = Object.keys(lightingFigures) as [LightingFigureName, ...LightingFigureName[]]

export const LightingFigure = z.object({
  name: z.enum(names),
  value: z.number().nonnegative().max(1e6),
  /** Where it is from; empty for ours. */
  source: z.string().max(300),
})
export type LightingFigure = z.infer<typeof LightingFigure>

/** Ours, with the municipality's own in their place. */
export function lightingFiguresWith(own: readonly LightingFigure[]): LightingFigure[] {
  const theirs = new Map(own.map((figure) => [figure.name, figure]))
  return names.map((name) => theirs.get(name) ?? { name, value: lightingFigures[name].value, source: '' })
}

export type LightingTerms = Readonly<Record<LightingFigureName, number>>

export const lightingTerms = (figures: readonly LightingFigure[]): LightingTerms =>
  Object.fromEntries(lightingFiguresWith(figures).map(({ name, value }) => [name, value])) as LightingTerms
