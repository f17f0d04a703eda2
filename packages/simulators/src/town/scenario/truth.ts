import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatTime, parseTime } from '@driftbild/core'
import { z } from 'zod'
import { Disturbance, type Scenario } from './disturbance.ts'

const NAME = 'disturbances.json'
const times = ['from', 'to', 'grownAt', 'wornAt', 'cloggedAt', 'openedAt', 'crest']

/** Writes what was injected, for scoring. The folder is one that the API is not given. */
export function writeTruth(folder: string, scenario: Scenario): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const readable = scenario.map((d) =>
    mapTimes(d, (value) => (typeof value === 'number' ? formatTime(value) : value)),
  )
  const path = join(folder, NAME)
  writeFileSync(`${path}.new`, `${JSON.stringify(readable, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

/** What was written there; null when nothing was. */
export function readTruth(folder: string): Disturbance[] | null {
  const path = join(folder, NAME)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  try {
    const raw = z.array(z.record(z.string(), z.unknown())).parse(JSON.parse(text))
    const inMicros = raw.map((d) => mapTimes(d, (v) => (typeof v === 'string' ? parseTime(v) : v)))
    return z.array(Disturbance).parse(inMicros)
  } catch (cause) {
    throw new Error(`${path} is no list of disturbances; remove it to draw new ones`, { cause })
  }
}

const mapTimes = (d: object, change: (value: unknown) => unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(d).map(([key, value]) => [key, times.includes(key) ? change(value) : value]),
  )
