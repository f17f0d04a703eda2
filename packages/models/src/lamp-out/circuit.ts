import { DAY, type Micros } from '@driftbild/core'
import { type Finding, round } from '../common/prediction.ts'
import { sentence } from '../sentences.ts'
import { begunByNight } from './begun.ts'
import { type DarkPhase, lampCount, phaseChart } from './lamp-count.ts'
import type { CabinetState } from './model.ts'
import { deficitOf } from './phase-load.ts'

/** So many lamps or such a share of a phase lost between two nights is not lamps' own doing. */
const CUT_LAMPS = 4
const CUT_SHARE = 0.1

/**
 * Findings about the cabinet's phases, and the phases that a cable fault has cut. A phase once cut stays so until
 * its current is back: nights at the lower level don't make it lamps.
 */
export function circuitFindings(state: CabinetState, asOf: Micros): { findings: Finding[]; cut: string[] } {
  const phases = state.config.phases.flatMap((phase) => {
    const dark = darkPhase(state, phase)
    return dark ? [dark] : []
  })
  const isCut = (d: DarkPhase): boolean => {
    const enough = d.lost >= CUT_LAMPS && d.deficit.share >= CUT_SHARE
    const sudden = d.deficit.step >= 0.7 * d.deficit.share || d.silent >= CUT_LAMPS
    // Small lamps are little current: that they fell silent together and it shows at all is enough.
    const together = d.silent >= CUT_LAMPS && d.untold > -0.5 * d.silent && d.lost > 0.5
    return together || (enough && (sudden || state.cut.includes(d.phase.name)))
  }
  const cut = phases.filter(isCut)
  const count = lampCount(
    state.config.tag,
    phases.filter((d) => !cut.includes(d)),
    asOf,
  )
  return {
    findings: [...cut.map((d) => cableFault(state.config.tag, d, asOf)), ...(count ? [count] : [])],
    cut: cut.map((d) => d.phase.name),
  }
}

/** What is missing on a phase, in lamps of its usual kind, and what of it luminaires tell themselves. */
function darkPhase(state: CabinetState, phase: CabinetState['config']['phases'][number]): DarkPhase | null {
  const deficit = deficitOf(state.phases[phase.name]!)
  if (!deficit) return null
  const all = state.config.luminaires.filter((l) => l.phase === phase.name)
  const watts = all.reduce((sum, l) => sum + l.ratedPower, 0)
  const diagnosed = all.filter((l) => l.diagnosed)
  const telling = diagnosed.filter((l) => tellsItself(state, l.tag))
  const mute = all.filter((l) => !l.diagnosed)
  const candidates = mute.length > 0 ? mute : all
  const lamp = candidates.reduce((sum, l) => sum + l.ratedPower, 0) / candidates.length
  const told = telling.reduce((sum, l) => sum + l.ratedPower, 0)
  const spreadOfLamps = Math.sqrt(
    candidates.reduce((sum, l) => sum + (l.ratedPower / lamp - 1) ** 2, 0) / candidates.length,
  )
  return {
    phase,
    deficit,
    lost: (deficit.share * watts) / lamp,
    untold: (deficit.share * watts - told) / lamp,
    spread: (deficit.spread * watts) / lamp,
    variety: spreadOfLamps,
    smallest: Math.min(...candidates.map((l) => l.ratedPower)) / lamp,
    silent: silentTogether(diagnosed.map((l) => state.luminaires[l.tag]!.silent)),
    diagnosed: diagnosed.length,
    allDiagnosed: mute.length === 0,
  }
}

/** Most luminaires that fell silent in one night: those that had answered before it struck are a day behind. */
function silentTogether(days: readonly number[]): number {
  const silentFor = (day: number) => days.filter((d) => d === day).length
  return Math.max(0, ...days.map((day) => (day > 1 ? silentFor(day) + silentFor(day - 1) : silentFor(1))))
}

const tellsItself = (state: CabinetState, tag: string): boolean => {
  const { lampFailed, gearFailed, powerless, silent } = state.luminaires[tag]!
  return lampFailed > 0 || gearFailed > 0 || powerless > 0 || silent > 0
}

/** All of a phase is gone: its fuse before its cable. */
const isDead = ({ deficit }: DarkPhase): boolean => deficit.share > 0.9

function cableFault(tag: string, dark: DarkPhase, asOf: Micros): Finding {
  const { phase, deficit, lost, silent, diagnosed } = dark
  const chart = phaseChart(dark, asOf)
  // Where every lamp can speak the silent ones are counted; else lamps of one street differ together.
  const known = dark.allDiagnosed && silent >= CUT_LAMPS
  const said = isDead(dark)
    ? sentence('phase-dead', { phase: phase.name, normal: round(deficit.normal, 2) })
    : sentence('phase-current-lower', {
        phase: phase.name,
        now: round(deficit.now, 2),
        normal: round(deficit.normal, 2),
        lamps: known ? silent : round(lost, 1),
      })
  const doubt = 1.28 * Math.hypot(dark.spread, dark.variety * lost)
  const size = known ? silent : Math.max(1, Math.round(lost))
  return {
    subject: { type: 'asset', tag },
    kind: isDead(dark) ? 'phase-outage' : 'cable-fault',
    probability:
      1 - 0.4 * Math.exp(-(Math.max(lost, silent) - CUT_LAMPS + 1) / 3) * (silent >= CUT_LAMPS ? 0.3 : 1),
    when: begunByNight(deficit.since, asOf),
    horizon: asOf + 7 * DAY,
    size: {
      value: size,
      low: known ? silent : Math.min(size, Math.max(0, round(lost - doubt, 1))),
      high: known ? silent : Math.max(size, Math.min(phase.lamps, round(lost + doubt, 1))),
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
