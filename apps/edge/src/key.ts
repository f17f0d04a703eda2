import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { Kommunkod } from '@driftbild/core'
import { z } from 'zod'
import { ConfigError } from './config.ts'

/** What an enrolment gives: who we are at the centre, and the secret that proves it. */
export const CollectorKey = z.object({ municipality: Kommunkod, collector: z.uuid(), key: z.string().min(1) })
export type CollectorKey = z.infer<typeof CollectorKey>

/** Null where there is none yet. */
export function readKey(file: string): CollectorKey | null {
  if (!existsSync(file)) return null
  try {
    return CollectorKey.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new ConfigError(
      `${file} is no collector's key. Move it away, and enrol again with a new code from the centre`,
      { cause },
    )
  }
}

/** Whole or not at all, and for our own user only. */
export function writeKey(file: string, key: CollectorKey): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const temporary = `${file}.new`
  const handle = openSync(temporary, 'w', 0o600)
  try {
    writeSync(handle, `${JSON.stringify(key, null, 2)}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(temporary, file)
}
