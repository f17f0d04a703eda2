/** Factors that bring a file's numbers to SI, from the constants that EPANET itself converts with (types.h). */
export interface UnitFactors {
  /** → m³/h */
  flow: number
  /** → m */
  length: number
  /** → mm, for pipe and valve diameters */
  diameter: number
  /** → m³ */
  volume: number
  /** → m of water */
  pressure: number
  /** → kW */
  power: number
}

const PER_CFS = {
  CFS: 1,
  GPM: 448.831,
  MGD: 0.64632,
  IMGD: 0.5382,
  AFD: 1.9837,
  LPS: 28.317,
  LPM: 1699,
  MLD: 2.4466,
  CMH: 101.94,
  CMD: 2446.6,
} as const
export type FlowUnit = keyof typeof PER_CFS
export const flowUnits = Object.keys(PER_CFS) as FlowUnit[]
export const isFlowUnit = (text: string): text is FlowUnit => text in PER_CFS

const US: readonly FlowUnit[] = ['CFS', 'GPM', 'MGD', 'IMGD', 'AFD']
const METRES_PER_FOOT = 0.3048
const PSI_PER_FOOT = 0.4333
const KPA_PER_PSI = 6.895
const KW_PER_HP = 0.7457

export const isUS = (unit: FlowUnit): boolean => US.includes(unit)

/** `pressure` is what [OPTIONS] PRESSURE says; without it PSI goes with US flow units and metres with the others. */
export function unitFactors(
  flow: FlowUnit,
  pressure: 'PSI' | 'KPA' | 'METERS' | null,
  gravity: number,
): UnitFactors {
  const us = isUS(flow)
  const metresPerPsi = METRES_PER_FOOT / (PSI_PER_FOOT * gravity)
  const kind = us ? 'PSI' : pressure === 'KPA' ? 'KPA' : 'METERS'
  return {
    flow: PER_CFS.CMH / PER_CFS[flow],
    length: us ? METRES_PER_FOOT : 1,
    diameter: us ? METRES_PER_FOOT * (1000 / 12) : 1,
    volume: us ? METRES_PER_FOOT ** 3 : 1,
    pressure: kind === 'PSI' ? metresPerPsi : kind === 'KPA' ? metresPerPsi / KPA_PER_PSI : 1,
    power: us ? KW_PER_HP : 1,
  }
}
