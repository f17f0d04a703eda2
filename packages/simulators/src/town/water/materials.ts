export type Material = 'cast-iron' | 'ductile-iron' | 'PVC' | 'PE' | 'steel'

/** What a Swedish town laid in a year, for a diameter in mm; `chance` 0…1 decides where two were common. */
export function madeIn(year: number, diameter: number, chance: number): Material {
  if (year < 1967) return 'cast-iron'
  if (year < 1976) return chance < 0.55 || diameter >= 200 ? 'ductile-iron' : 'PVC'
  if (year < 1992) return chance < 0.25 || diameter >= 225 ? 'ductile-iron' : 'PVC'
  return diameter >= 225 && chance < 0.4 ? 'ductile-iron' : 'PE'
}

const NEW: Record<Material, number> = { 'cast-iron': 118, 'ductile-iron': 128, PVC: 142, PE: 146, steel: 122 }
/** Hazen-Williams C lost in a year of service. */
const LOST: Record<Material, number> = {
  'cast-iron': 0.8,
  'ductile-iron': 0.4,
  PVC: 0.09,
  PE: 0.06,
  steel: 0.5,
}

/** Hazen-Williams C as a model of 2020 would have it. */
export const roughnessOf = (material: Material, built: number): number =>
  Math.round(NEW[material] - LOST[material] * (2020 - built))
