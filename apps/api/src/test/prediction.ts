import { DAY, type Micros, type Prediction } from '@driftbild/core'

/** What a leak model would say of a zone, with one candidate pipe. */
export const leakIn = (zone: string, asOf: Micros, probability: number): Prediction => ({
  subject: { type: 'zone', tag: zone },
  kind: 'leak',
  asOf,
  probability,
  when: { from: asOf - DAY, likely: asOf - DAY / 2, to: asOf },
  horizon: asOf + 7 * DAY,
  size: { value: 4, low: 3, high: 5, unit: 'm3/h' },
  candidates: [{ asset: 'PIPE-1', probability: 0.9 }],
  evidence: [{ weight: 1, sentence: { code: 'night-flow-raised', params: { by: 4 } }, chart: null }],
  model: { name: 'night-flow', version: '1', artefact: 'none' },
  replay: { from: asOf - DAY, to: asOf, inputsHash: 'x', stateHash: 'y', seed: 0 },
})
