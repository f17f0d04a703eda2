import { DAY, type Micros } from '@driftbild/core'
import { type Finding, round } from '../common/prediction.ts'
import { normalCdf } from '../common/statistics.ts'
import { sentence } from '../sentences.ts'
import { begunByNight } from './begun.ts'
import type { CabinetConfig } from './config.ts'
import type { Deficit } from './phase-load.ts'

/** A phase that draws less than it used to, in lamps of the kind that could be missing. */
export interface DarkPhase {
  phase: CabinetConfig['phases'][number]
  deficit: Deficit
  lost: number
  /** Of those, the ones that no luminaire tells of. */
  untold: number
  /** Standard deviations: of the measurement, and of one lamp's share of the mean lamp. */
  spread: number
  variety: number
  /** The smallest lamp as a share of the mean one. */
  smallest: number
  /** Luminaires that fell silent on one day. */
  silent: number
  diagnosed: number
  allDiagnosed: boolean
}

/** Where all lamps speak for themselves and are well, missing current is seldom a lamp. */
const ALL_SPEAK = 0.4

/** A week of the phase as it was before, and what came then. */
export const phaseChart = ({ phase, deficit }: DarkPhase, asOf: Micros) => ({
  signal: phase.key,
  from: asOf - Math.max(14, deficit.since + 7) * DAY,
  to: asOf,
  expected: null,
})

/** Lamps out that no luminaire tells of, counted over the phases; null when it is hardly one. */
export function lampCount(tag: string, phases: readonly DarkPhase[], asOf: Micros): Finding | null {
  const dark = phases
    .filter((d) => d.untold > 0)
    .map((d) => {
      const chance = normalCdf((d.untold - 0.55 * d.smallest) / Math.max(0.08, d.spread))
      return { ...d, chance: d.allDiagnosed ? ALL_SPEAK * chance : chance }
    })
  const sure = dark.filter((d) => d.chance > 0.1)
  if (sure.length === 0) return null
  const lamps = sure.reduce((sum, d) => sum + d.untold, 0)
  const spread = Math.hypot(
    ...sure.map((d) => Math.hypot(d.spread, d.variety * Math.sqrt(Math.max(1, d.untold)))),
    0.2,
  )
  return {
    subject: { type: 'asset', tag },
    kind: 'lamp-out',
    probability: 1 - dark.reduce((none, d) => none * (1 - d.chance), 1),
    when: begunByNight(Math.min(...sure.map((d) => d.deficit.since)), asOf),
    horizon: asOf + 7 * DAY,
    size: {
      value: Math.max(1, Math.round(lamps)),
      low: Math.max(0, round(lamps - 1.28 * spread, 1)),
      high: round(lamps + 1.28 * spread, 1),
      unit: 'lamps',
    },
    reasons: sure.map((d) => ({
      weight: d.untold,
      sentence: sentence('phase-current-lower', {
        phase: d.phase.name,
        now: round(d.deficit.now, 2),
        normal: round(d.deficit.normal, 2),
        lamps: round(d.untold, 1),
      }),
      chart: phaseChart(d, asOf),
    })),
  }
}
