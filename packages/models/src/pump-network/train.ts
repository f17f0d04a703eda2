import { type BackendName, loadTensorflow } from './backend.ts'
import { INPUTS, type NetworkArtefact, OUTPUTS } from './network.ts'

export interface Sample {
  /** Flow, head, speed as shares of rated. */
  input: [number, number, number]
  /** Power as share of rated, vibration in mm/s. */
  output: [number, number]
}

export interface TrainOptions {
  trainedOn: string
  seed: number
  epochs?: number
  backends?: readonly BackendName[]
}

const HIDDEN = [12, 12]
const BATCH = 64
const DECIMALS = 1e5

/** Adam on squared errors, batches in a fixed order: the same samples and seed give the same weights. */
export async function trainNetwork(
  samples: readonly Sample[],
  options: TrainOptions,
): Promise<NetworkArtefact> {
  const { tf } = await loadTensorflow(options.backends ?? ['wasm', 'cpu'])
  const sizes = [...HIDDEN, OUTPUTS]
  const model = tf.sequential()
  for (const [l, units] of sizes.entries()) {
    model.add(
      tf.layers.dense({
        units,
        ...(l === 0 ? { inputShape: [INPUTS] } : {}),
        activation: l === sizes.length - 1 ? 'linear' : 'tanh',
        kernelInitializer: tf.initializers.glorotNormal({ seed: options.seed + l }),
      }),
    )
  }
  const shuffled = shuffle(samples, options.seed)
  const x = tf.tensor2d(shuffled.map((s) => s.input))
  const y = tf.tensor2d(shuffled.map((s) => s.output))
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' })
  await model.fit(x, y, { epochs: options.epochs ?? 60, batchSize: BATCH, shuffle: false, verbose: 0 })
  const tensors = model.getWeights()
  const layers = sizes.map((_, l) => ({
    weights: roundAll(tensors[2 * l]!.arraySync() as number[][]),
    bias: roundRow(tensors[2 * l + 1]!.arraySync() as number[]),
  }))
  model.dispose()
  x.dispose()
  y.dispose()
  return { trainedOn: options.trainedOn, seed: options.seed, layers }
}

const roundRow = (row: readonly number[]): number[] => row.map((v) => Math.round(v * DECIMALS) / DECIMALS)
const roundAll = (rows: readonly (readonly number[])[]): number[][] => rows.map(roundRow)

/** Fisher–Yates with a seeded generator (mulberry32). */
function shuffle<T>(items: readonly T[], seed: number): T[] {
  const out = [...items]
  let state = seed >>> 0
  for (let i = out.length - 1; i > 0; i--) {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    const j = ((t ^ (t >>> 14)) >>> 0) % (i + 1)
    ;[out[i], out[j]] = [out[j]!, out[i]!]
  }
  return out
}
