import { type Calibration, calibrate } from '../common/calibration.ts'
import { round } from '../common/prediction.ts'
import { EMIT_PROBABILITY, type Model } from '../model.ts'

/** What outcomes taught: tables that bend what a model says of its own kind, one after the other. */
export interface Revision {
  id: string
  bend: readonly Calibration[]
}

const MARK = '+'

/** The same model, its probabilities bent. It keeps its states, so that it goes on where the other stood. */
export function revised<C, S>(model: Model<C, S>, { id, bend }: Revision): Model<C, S> {
  return {
    ...model,
    step: (state, inputs, asOf) => {
      const result = model.step(state, inputs, asOf)
      const predictions = result.predictions
        .map((prediction) => ({
          ...prediction,
          probability:
            prediction.kind === model.kind ? bent(bend, prediction.probability) : prediction.probability,
          model: { ...prediction.model, artefact: `${prediction.model.artefact}${MARK}${id}` },
        }))
        .filter(({ probability }) => probability >= EMIT_PROBABILITY)
      return { ...result, predictions }
    },
  }
}

/** The revision that said something, by the artefact that its prediction names; null for the model as it came. */
export const revisionIn = (artefact: string): string | null => artefact.split(MARK)[1] ?? null

const bent = (bend: readonly Calibration[], said: number): number =>
  round(
    bend.reduce((probability, table) => calibrate(table, probability), said),
    4,
  )
