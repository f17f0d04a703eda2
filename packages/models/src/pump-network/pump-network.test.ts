import { DAY, type Micros } from '@driftbild/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { memorySource } from '../../test/memory-source.ts'
import { PUMP_FROM, pumpRegister, pumpSeries } from '../../test/pump.ts'
import { drive, inputsOf } from '../backtest/drive.ts'
import { hashOf } from '../common/hash.ts'
import { speechOf } from '../common/speech.ts'
import type { PumpConfig } from '../pump-health/config.ts'
import { operatingPoints } from '../pump-health/operating-points.ts'
import { loadTensorflow } from './backend.ts'
import { pumpNetwork, pumpNetworkWith, sampleOf } from './model.ts'
import { forward, type NetworkArtefact } from './network.ts'
import { type Sample, trainNetwork } from './train.ts'

const [subject] = pumpNetwork.subjects(pumpRegister)
const config = subject!.config as PumpConfig
const samplesOf = (data: ReturnType<typeof pumpSeries>, days: number): Sample[] =>
  operatingPoints(
    config,
    inputsOf(memorySource(data), subject!, '5m', PUMP_FROM, PUMP_FROM + days * DAY),
  ).flatMap((p) => sampleOf(p, 1500) ?? [])

const samples = samplesOf(pumpSeries(14, {}, 8), 14)
let network: NetworkArtefact
const SPEECH = speechOf({ data: 'none', points: [] })
beforeAll(async () => {
  network = await trainNetwork(samples, { trainedOn: 'test', seed: 1, epochs: 30, backends: ['wasm', 'cpu'] })
}, 60_000)

test('the same samples and seed give the same artefact, another seed another', async () => {
  const short = { trainedOn: 'test', epochs: 2, backends: ['cpu'] as const }
  const few = samples.slice(0, 300)
  const one = hashOf(await trainNetwork(few, { ...short, seed: 4 }))
  expect(hashOf(await trainNetwork(few, { ...short, seed: 4 }))).toBe(one)
  expect(hashOf(await trainNetwork(few, { ...short, seed: 5 }))).not.toBe(one)
})

test('the native backend is taken where it loads; without it WASM or plain JavaScript do', async () => {
  const { backend, refused } = await loadTensorflow()
  expect(['tensorflow', 'wasm', 'cpu']).toContain(backend)
  if (backend !== 'tensorflow') expect(refused[0]).toMatch(/^tensorflow: /)
})

describe.each(['tensorflow', 'wasm', 'cpu'] as const)('the step’s own arithmetic', (name) => {
  test(`gives what TensorFlow.js gives on its backend ${name}`, async ({ skip }) => {
    const loaded = await loadTensorflow([name]).catch((error: Error) => error)
    if (loaded instanceof Error) return skip(`its binary doesn’t load here: ${loaded.message}`)
    const { tf } = loaded
    const inputs = samples.slice(0, 50).map((one) => one.input)
    let x = tf.tensor2d(inputs)
    for (const [l, layer] of network.layers.entries()) {
      const sum = x.matMul(tf.tensor2d(layer.weights)).add(tf.tensor1d(layer.bias)) as typeof x
      x = l < network.layers.length - 1 ? sum.tanh() : sum
    }
    const expected = x.arraySync() as number[][]
    for (const [i, input] of inputs.entries())
      for (const [o, value] of forward(network, input).entries())
        expect(value).toBeCloseTo(expected[i]![o]!, 4)
  })
})

test('it has learnt what power belongs to an operating point', () => {
  const unseen = samplesOf(pumpSeries(2, {}, 9), 2)
  expect(unseen.length).toBeGreaterThan(100)
  const errors = unseen.map((s) => Math.abs(forward(network, s.input)[0]! / s.output[0] - 1))
  expect(errors.reduce((a, b) => a + b, 0) / errors.length).toBeLessThan(0.03)
})

describe('as a model', () => {
  const run = (data: ReturnType<typeof pumpSeries>, days: number) => [
    ...drive(pumpNetworkWith(network, SPEECH), subject!, memorySource(data), {
      from: PUMP_FROM,
      to: PUMP_FROM + days * DAY,
      zone: 'Europe/Stockholm',
    }),
  ]
  const since = (at: Micros, day: number) => Math.max(0, (at - PUMP_FROM) / DAY - day)

  test('a sound pump it never saw gives no prediction', () => {
    expect(run(pumpSeries(40, {}, 2), 40).flatMap((s) => s.predictions)).toEqual([])
  })

  test('wear shows as power that the operating point doesn’t explain', () => {
    const worn = pumpSeries(50, { worn: (at) => Math.min(0.3, since(at, 20) * 0.01) }, 2)
    const said = run(worn, 50).flatMap((s) => s.predictions.filter((p) => p.probability >= 0.5))
    expect(said.length).toBeGreaterThan(0)
    expect(said.at(-1)!.evidence.map((e) => e.sentence.code)).toContain('network-power-off')
    expect(said[0]!.model.artefact).toBe(hashOf({ network, speech: SPEECH }))
  })
})
