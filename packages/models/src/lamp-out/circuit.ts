import { DAY, type Micros } from '@driftbild/core'
import { type Finding, round } from '../common/prediction.ts'
import { normalCdf } from '../common/statistics.ts'
import { sentence } from '../sentences.ts'
import type { CabinetState } from './model.ts'
import { type Deficit, deficitOf } from './phase-load.ts'

/** So many lamps or such a share of a phase lost between two nights is not lamps' own doing. */
const CUT_LAMPS = 4
const CUT_SHARE = 0.12

/** Findings about the cabinet's phases, and the phases that a cable fault has cut. */
export function circuitFindings(
  state: CabinetState,
  asOf: Micros,
): { findings: Finding[]; cut: Set<string> } {
  const cut = new Set<string>()
  const findings: Finding[] = []
  const dark: {
    phase: CabinetState['config']['phases'][number]
    deficit: Deficit
    lamps: number
    spread: number
  }[] = []
  for (const phase of state.config.phases) {
    const deficit = deficitOf(state.phases[phase.name]!)
    if (!deficit) continue
    const lost = deficit.share * phase.lamps
    const onPhase = state.config.luminaires.filter((l) => l.phase === phase.name && l.diagnosed)
    const silent = onPhase.filter((l) => state.luminaires[l.tag]!.silent > 0).length
    const isCut = lost >= CUT_LAMPS && deficit.share >= CUT_SHARE
    const sudden = deficit.step >= 0.7 * deficit.share || silent >= CUT_LAMPS
    if (isCut && sudden) {
      cut.add(phase.name)
      findings.push(cableFault(state, phase, deficit, silent, onPhase.length, asOf))
      continue
    }
    const told = onPhase.filter((l) => tellsItself(state, l.tag)).length
    const lamps = lost - told
    dark.push({ phase, deficit, lamps, spread: deficit.spread * phase.lamps })
  }
  const lampsOut = dark.filter((d) => d.lamps > 0)
  const finding = lampsOut.length > 0 ? lampCount(state, lampsOut, asOf) : null
  return { findings: finding ? [...findings, finding] : findings, cut }
}

const tellsItself = (state: CabinetState, tag: string): boolean => {
  const { lampFailed, gearFailed, powerless, silent } = state.luminaires[tag]!
  return lampFailed > 0 || gearFailed > 0 || powerless > 0 || silent > 0
}

function cableFault(
  state: CabinetState,
  phase: CabinetState['config']['phases'][number],
  deficit: Deficit,
  silent: number,
  diagnosed: number,
  asOf: Micros,
): Finding {
  const lost = deficit.share * phase.lamps
  const chart = { signal: phase.key, from: asOf - 14 * DAY, to: asOf, expected: null }
  const since = asOf - deficit.since * DAY
  const said =
    deficit.share > 0.9
      ? sentence('phase-dead', { phase: phase.name, normal: round(deficit.normal, 2) })
      : sentence('phase-current-lower', {
          phase: phase.name,
          now: round(deficit.now, 2),
          normal: round(deficit.normal, 2),
          lamps: round(lost, 1),
        })
  return {
    subject: { type: 'asset', tag: state.config.tag },
    kind: 'cable-fault',
    probability: 1 - 0.4 * Math.exp(-(lost - CUT_LAMPS + 1) / 3) * (silent >= CUT_LAMPS ? 0.5 : 1),
    when: { from: since - DAY, likely: since - DAY / 2, to: since },
    horizon: asOf + 7 * DAY,
    size: {
      value: Math.round(lost),
      low: Math.max(0, round(lost - 1.28 * deficit.spread * phase.lamps, 1)),
      high: round(lost + 1.28 * deficit.spread * phase.lamps, 1),
      unit: 'lamps',
    },
    reasons: [
      { weight: 2, sentence: said, chart },
      ...(silent > 0
        ? [
            {
              weight: 1,
              sentence: sentence('phase-lamps-dark', { phase: phase.name, dark: silent, lamps: diagnosed }),
            },
          ]
        : []),
    ],
  }
}

/** Lamps out that no luminaire tells of, counted over the phases. */
function lampCount(
  state: CabinetState,
  dark: readonly {
    phase: CabinetState['config']['phases'][number]
    deficit: Deficit
    lamps: number
    spread: number
  }[],
  asOf: Micros,
): Finding | null {
  const chances = dark.map((d) => normalCdf((d.lamps - 0.5) / Math.max(0.08, d.spread)))
  const probability = 1 - chances.reduce((none, p) => none * (1 - p), 1)
  const sure = dark.filter((_, i) => chances[i]! > 0.1)
  if (sure.length === 0) return null
  const lamps = sure.reduce((sum, d) => sum + d.lamps, 0)
  const spread = Math.hypot(...sure.map((d) => d.spread), 0.2)
  const since = asOf - Math.min(...sure.map((d) => d.deficit.since)) * DAY
  return {
    subject: { type: 'asset', tag: state.config.tag },
    kind: 'lamp-out',
    probability,
    when: { from: since - DAY, likely: since - DAY / 2, to: since },
    horizon: asOf + 7 * DAY,
    size: {
      value: Math.max(1, Math.round(lamps)),
      low: Math.max(0, round(lamps - 1.28 * spread, 1)),
      high: round(lamps + 1.28 * spread, 1),
      unit: 'lamps',
    },
    reasons: sure.map((d) => ({
      weight: d.lamps,
      sentence: sentence('phase-current-lower', {
        phase: d.phase.name,
        now: round(d.deficit.now, 2),
        normal: round(d.deficit.normal, 2),
        lamps: round(d.lamps, 1),
      }),
      chart: { signal: d.phase.key, from: asOf - 14 * DAY, to: asOf, expected: null },
    })),
  }
}
