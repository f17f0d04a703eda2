import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export const bin = fileURLToPath(new URL('../../bin/driftbild.mjs', import.meta.url))

export interface Outcome {
  code: number | null
  /** Its lines without those that say how far it is. */
  out: string[]
  err: string
}

/** Runs the real command as a person does, to its end. */
export async function driftbild(
  words: readonly string[],
  env: Record<string, string> = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [bin, ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (piece) => (out += String(piece)))
  child.stderr.on('data', (piece) => (err += String(piece)))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out: out.split('\n').filter((line) => line !== ''), err }
}
