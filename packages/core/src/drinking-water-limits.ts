import type { Role } from './signal.ts'
import type { Unit } from './unit.ts'

/** Limits from which water is fit with a remark: a beginning for a municipality that has none of its own. */
export interface DrinkingWaterLimit {
  role: Role
  unit: Unit
  side: 'above' | 'below'
  /** Leaving the works, and at the user. */
  leaving: number
  atUser: number
}

/** How a rule that was made of such a limit is called, after its signal; whoever sets a limit of his own keeps the name. */
export const DRINKING_WATER_SOURCE = { name: 'SLVFS-2001:30', title: 'SLVFS 2001:30' }

/** The agency's earlier regulation, whose values are still widely used; since 2023 LIVSFS 2022:12 applies. */
export const drinkingWaterLimits: readonly DrinkingWaterLimit[] = [
  { role: 'turbidity', unit: '{FNU}', side: 'above', leaving: 0.5, atUser: 1.5 },
  { role: 'conductivity', unit: 'mS/m', side: 'above', leaving: 250, atUser: 250 },
  { role: 'ph', unit: '[pH]', side: 'above', leaving: 9, atUser: 9 },
]

export const isDrinkingWaterDefault = (rule: string): boolean =>
  rule.endsWith(`#${DRINKING_WATER_SOURCE.name}`)
