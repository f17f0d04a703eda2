import { nextLocalHour } from '../common/boundary.ts'
import { hashOf } from '../common/hash.ts'
import { predictionsOf } from '../common/prediction.ts'
import { type Speech, speechOf, spoken } from '../common/speech.ts'
import type { Model } from '../model.ts'
import calibration from './calibration.json' with { type: 'json' }
import { circuitFindings } from './circuit.ts'
import { type CabinetConfig, cabinetSubjects } from './config.ts'
import {
  followLuminaires,
  type LuminaireHealth,
  luminaireFindings,
  soundLuminaire,
} from './luminaire-health.ts'
import { followPhase, litHours, newPhase, type PhaseLoad } from './phase-load.ts'

export interface CabinetState {
  config: CabinetConfig
  phases: Record<string, PhaseLoad>
  luminaires: Record<string, LuminaireHealth>
  /** Phases that a cable fault has cut. */
  cut: string[]
}

/** Phase currents and luminaires' own diagnostics → lamps out, drivers dead, cables broken. */
export const lampOut = lampOutWith(speechOf(calibration))

export function lampOutWith(speech: Speech): Model<CabinetConfig, CabinetState> {
  const identity = { name: 'lamp-out', version: '1.0.0', artefact: hashOf(speech) }
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
      luminaires: Object.fromEntries(
        config.luminaires.filter((l) => l.diagnosed).map((l) => [l.tag, soundLuminaire(l.ratedPower)]),
      ),
      cut: [],
    }),
    step: (state, inputs, asOf) => {
      const { config } = state
      const phases = Object.fromEntries(
        config.phases.map((p) => [
          p.name,
          followPhase(state.phases[p.name]!, litHours(config, inputs, p), p.lamps),
        ]),
      )
      const diagnosed = config.luminaires.filter((l) => l.diagnosed)
      const luminaires = followLuminaires(state.luminaires, diagnosed, inputs)
      const { findings, cut } = circuitFindings({ config, phases, luminaires, cut: state.cut }, asOf)
      const next = { config, phases, luminaires, cut }
      const all = [...findings, ...luminaireFindings(config, luminaires, new Set(cut), asOf)]
      const shown = spoken(speech, 'lamp-out', all)
      return {
        state: next,
        forecasts: [],
        predictions: predictionsOf({ model: identity, state, inputs, asOf }, shown),
      }
    },
  }
}
