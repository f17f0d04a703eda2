import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import type * as Tf from '@tensorflow/tfjs'

export type BackendName = 'tensorflow' | 'wasm' | 'cpu'

/**
 * TensorFlow.js on the fastest backend that works here. The native one is optional and never required: its
 * binary is built on a person's request, and where it can't be loaded WASM takes over, then plain JavaScript.
 */
export async function loadTensorflow(wanted: readonly BackendName[] = ['tensorflow', 'wasm', 'cpu']) {
  const tf = await import('@tensorflow/tfjs')
  const refused: string[] = []
  for (const name of wanted) {
    try {
      await prepare(name)
      if (await tf.setBackend(name)) {
        await tf.ready()
        return { tf: tf as typeof Tf, backend: name, refused }
      }
      refused.push(`${name}: not registered`)
    } catch (error) {
      refused.push(`${name}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`)
    }
  }
  throw new Error(`no TensorFlow.js backend works here: ${refused.join('; ')}`)
}

async function prepare(name: BackendName): Promise<void> {
  if (name === 'tensorflow') {
    // Its JavaScript still calls a function that Node 23 removed.
    const util = (await import('node:util')).default as { isNullOrUndefined?: (v: unknown) => boolean }
    util.isNullOrUndefined ??= (v) => v === null || v === undefined
    await import('@tensorflow/tfjs-node')
  } else if (name === 'wasm') {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
    const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')
    setWasmPaths(`${dirname(entry)}/`)
  }
}
