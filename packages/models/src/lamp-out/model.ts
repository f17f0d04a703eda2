import { nextLocalHour } from '../common/boundary.ts'
import { hashOf } from '../common/hash.ts'
import { predictionsOf } from '../common/prediction.ts'
import { type Speech, speechOf, spoken } from '../common/speech.ts'
import { median } from '../common/statistics.ts'
import type { Model, SeriesInputs } from '../model.ts'
import { type Ambient, ambientFactor, followAmbient, newAmbient, temperatureOf } from './ambient.ts'
import calibration from './calibration.json' with { type: 'json' }
import { circuitFindings } from './circuit.ts'
import { type CabinetConfig, cabinetSubjects } from './config.ts'
import { earthFaults, followWander, newWander, type Wander } from './earth-fault.ts'
import { followIdle, foreignLoads, type IdleLoad, leftInTheNight, newIdle } from './foreign-load.ts'
import {
  followLuminaires,
  type LuminaireHealth,
  luminaireFindings,
  soundLuminaire,
} from './luminaire-health.ts'
import { oneOfAKind } from './one-of-a-kind.ts'
import { followPhase, newPhase, type PhaseLoad } from './phase-load.ts'
import { phaseNight } from './phase-night.ts'
import { followSwitching, newSwitching, type Switching } from './switching.ts'
import { switchingFindings } from './switching-findings.ts'

export interface CabinetState {
  config: CabinetConfig
  phases: Record<string, PhaseLoad>
  idle: Record<string, IdleLoad>
  wander: Record<string, Wander>
  ambient: Ambient
  switching: Switching
  luminaires: Record<string, LuminaireHealth>
  /** Phases that a cable fault has cut. */
  cut: string[]
}

/**
 * Phase currents, the contactor and luminaires' own diagnostics → lamps out, drivers dead, cables broken, phases
 * dark, current to earth, a contactor that does not do what it should, loads that are no lamps.
 */
export const lampOut = lampOutWith(speechOf(calibration))

export function lampOutWith(speech: Speech): Model<CabinetConfig, CabinetState> {
  const identity = { name: 'lamp-out', version: '2.2.0', artefact: hashOf(speech) }
  return {
    name: identity.name,
    version: identity.version,
    kind: 'lamp-out',
    task: 'lamp-out',
    resolution: '1h',
    // The night is over everywhere, also in December.
    boundary: (after, zone) => nextLocalHour(after, zone, [10]),
    subjects: cabinetSubjects,
    init: (config) => ({
      config,
      phases: Object.fromEntries(config.phases.map((p) => [p.name, newPhase()])),
      idle: Object.fromEntries(config.phases.map((p) => [p.name, newIdle()])),
      wander: Object.fromEntries(config.phases.map((p) => [p.name, newWander()])),
      ambient: newAmbient(),
      switching: newSwitching(),
      luminaires: Object.fromEntries(
        config.luminaires.filter((l) => l.diagnosed).map((l) => [l.tag, soundLuminaire(l.ratedPower)]),
      ),
      cut: [],
    }),
    step: (state, inputs, asOf) => {
      const { config } = state
      const next = { ...state, ...followed(state, inputs) }
      const { findings, cut } = circuitFindings(next, asOf)
      const all = [
        ...findings,
        ...luminaireFindings(config, next.luminaires, new Set(cut), asOf),
        ...switchingFindings(config, next.switching, asOf),
        ...earthFaults(config, next.wander, asOf),
        ...foreignLoads(config, next.idle, asOf),
      ]
      const shown = spoken(speech, 'lamp-out', oneOfAKind(all))
      return {
        state: { ...next, cut },
        forecasts: [],
        predictions: predictionsOf({ model: identity, state, inputs, asOf }, shown),
      }
    },
  }
}

/** All that is kept of a cabinet, a night on. */
function followed(
  state: CabinetState,
  inputs: SeriesInputs,
): Pick<CabinetState, 'phases' | 'idle' | 'wander' | 'ambient' | 'switching' | 'luminaires'> {
  const { config } = state
  const temperature = temperatureOf(config, inputs)
  const warmth = ambientFactor(state.ambient, temperature)
  const all = config.phases.map(({ name, lamps, ...phase }) => {
    const load = state.phases[name]!
    const idle = state.idle[name]!
    const night = phaseNight(config, inputs, { name, lamps, ...phase }, idle.now)
    const wander = followWander(state.wander[name]!, night, load)
    // What wanders says nothing of lamps.
    const isUnsure = wander.raised > 0 || leftInTheNight(idle, night, load)
    const hours = isUnsure ? new Map<number, number>() : night.hours
    return {
      name,
      load: followPhase(load, hours, { lamps, warmth }),
      idle: followIdle(idle, night.idle),
      wander,
    }
  })
  const ratio = median(all.flatMap(({ load }) => load.ratios.at(-1) ?? []))
  const switching = followSwitching(state.switching, config, inputs, state.phases)
  const isFed = switching.unfed === 0 && switching.chattering === 0
  const diagnosed = config.luminaires.filter((l) => l.diagnosed)
  const by = <T>(of: (one: (typeof all)[number]) => T) =>
    Object.fromEntries(all.map((one) => [one.name, of(one)]))
  return {
    phases: by((one) => one.load),
    idle: by((one) => one.idle),
    wander: by((one) => one.wander),
    ambient: followAmbient(state.ambient, temperature, ratio === null ? null : ratio * warmth),
    switching,
    luminaires: followLuminaires(state.luminaires, diagnosed, { inputs, isFed }),
  }
}
