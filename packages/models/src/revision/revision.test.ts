import { DAY, HOUR, type Prediction } from '@driftbild/core'
import { expect, test } from 'vitest'
import type { Model } from '../model.ts'
import {
  type JudgedAnswer,
  LEAST_OUTCOMES,
  type ProposedRevision,
  proposeRevision,
} from './propose-revision.ts'
import { revised, revisionIn } from './revised.ts'

const says = (probability: number, kind: Prediction['kind'] = 'leak'): Prediction => ({
  ...{ subject: { type: 'zone', tag: 'Z1' }, kind, asOf: 0, probability },
  ...{ when: { from: 0, likely: 0, to: 0 }, horizon: DAY, size: null, candidates: [] },
  evidence: [{ weight: 1, sentence: { code: 'night-flow-raised', params: {} }, chart: null }],
  model: { name: 'one', version: '1', artefact: 'abc' },
  replay: { from: 0, to: HOUR, inputsHash: '', stateHash: '', seed: 0 },
})
const model = (...predictions: Prediction[]) =>
  ({
    kind: 'leak',
    step: (state: number) => ({ state: state + 1, forecasts: [], predictions }),
  }) as unknown as Model<unknown, number>
const halved = { id: 'r1', bend: [{ data: 'test', points: [[0.9, 0.45]] as const }] }
const inputs = { from: 0, to: HOUR, series: {} }

test('a revision bends what the model says of its own kind, keeps its state, and is named in what it says', () => {
  const { state, predictions } = revised(model(says(0.9), says(0.9, 'sensor-fault')), halved).step(
    7,
    inputs,
    HOUR,
  )
  expect(state).toBe(8)
  expect(predictions.map(({ kind, probability }) => [kind, probability])).toEqual([
    ['leak', 0.45],
    ['sensor-fault', 0.9],
  ])
  expect(predictions.map((one) => revisionIn(one.model.artefact))).toEqual(['r1', 'r1'])
  expect(revisionIn('abc')).toBeNull()
})

test('what a revision takes below the limit is not said', () => {
  expect(revised(model(says(0.3)), halved).step(0, inputs, HOUR).predictions).toEqual([])
})

/** Says 0.9 and is right every second time, say. */
const answers = (count: number, probability: number, rightEvery: number): JudgedAnswer[] =>
  Array.from({ length: count }, (_, i) => ({
    probability,
    happened: i % rightEvery === 0,
    at: i * DAY,
    about: `Z${i % 9}`,
  }))

const scoresOf = ({ heldOut }: ProposedRevision) =>
  Object.fromEntries(heldOut.scores.map(({ measure, ...of }) => [measure, of]))

test('a model that is too sure is taught to say less, and the later stretches show it', () => {
  const proposed = proposeRevision(answers(80, 0.9, 2))!
  expect(proposed.taught).toMatchObject({ count: 80, from: 0, to: 79 * DAY })
  expect(proposed.heldOut).toMatchObject({ count: 60, from: 20 * DAY })
  const { brier, calibrationError } = scoresOf(proposed)
  expect(brier!.before).toBeCloseTo(0.41)
  expect(brier!.after).toBeLessThan(0.32)
  expect(calibrationError!.after).toBeLessThan(calibrationError!.before)
  expect(proposed.heldOut.verdict).toBe('better')
})

test('the last stretch is answered by what came before it alone', () => {
  const first = answers(60, 0.9, 1)
  const turned = answers(20, 0.9, 1).map((one) => ({ ...one, happened: false, at: one.at + 60 * DAY }))
  const { brier } = scoresOf(proposeRevision([...first, ...turned])!)
  expect(brier!.after).toBeGreaterThan(brier!.before)
})

test('few outcomes teach nothing', () => {
  expect(proposeRevision(answers(LEAST_OUTCOMES - 1, 0.9, 2))).toBeNull()
})
