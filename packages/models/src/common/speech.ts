import type { FaultMode } from '@driftbild/core'
import { EMIT_PROBABILITY } from '../model.ts'
import { type Calibration, calibrate, UNCALIBRATED } from './calibration.ts'
import type { Finding } from './prediction.ts'

/** How a model's belief becomes what it says: bent by what such beliefs were worth, silent below a limit. */
export interface Speech {
  calibration: Calibration
  from: number
}

export const speechOf = (calibration: unknown): Speech => ({
  calibration: calibration as Calibration,
  from: EMIT_PROBABILITY,
})

/** Everything it believes, as it believes it: what a calibration is learnt from. */
export const RAW_SPEECH: Speech = { calibration: UNCALIBRATED, from: 0 }

/** Findings as said. Only the model's own kind is calibrated; nothing was learnt about the others. */
export const spoken = (speech: Speech, kind: FaultMode, findings: readonly Finding[]): Finding[] =>
  findings
    .map((f) => (f.kind === kind ? { ...f, probability: calibrate(speech.calibration, f.probability) } : f))
    .filter((f) => f.probability >= speech.from)
