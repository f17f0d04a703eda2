import { parseArgs } from 'node:util'
import { SIGNALS } from './signals.ts'

/** What a store is filled with. */
export interface Filled {
  signals: number
  days: number
  /** As many as a year would have. */
  readings: number
}

export interface StoreOptions {
  /** Of a server on which databases may be made; without it the embedded engine is measured. */
  server: string | null
  /** The measured folder, filled if it is new and left as it is; without it a temporary one. */
  keep: string | null
  /** What there is to read from; null measures no reads. */
  filled: Filled | null
  /** Batches that each side writes in a round; 0 measures no writes. */
  batches: number
  /** Rounds, of which each writes the same rows by both ways. */
  rounds: number
  /** Times that each question is asked. */
  runs: number
  /** With bwdf's files, for the size of real readings. */
  data: string | null
  /** Of the simulated town, for the size of its readings; 0 measures no sizes. */
  townDays: number
}

/** The command line, or the end of the process with what is wrong in it. */
export function readOptions(words: readonly string[]): StoreOptions {
  try {
    return parseOptions(words)
  } catch (error) {
    console.error(`bench store: ${(error as Error).message}`)
    return process.exit(78)
  }
}

/** Throws on what it doesn't understand. */
export function parseOptions(
  words: readonly string[],
  env: { DATABASE_URL?: string } = process.env,
): StoreOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      server: { type: 'string' },
      keep: { type: 'string' },
      readings: { type: 'string' },
      batches: { type: 'string' },
      rounds: { type: 'string' },
      runs: { type: 'string' },
      data: { type: 'string' },
      'town-days': { type: 'string' },
      only: { type: 'string' },
      short: { type: 'boolean', default: false },
    },
  })
  const { short } = values
  const parts = values.only?.split(',') ?? ['writes', 'reads', 'bytes']
  const unknown = parts.find((part) => !['writes', 'reads', 'bytes'].includes(part))
  if (unknown !== undefined) throw new Error(`--only ${unknown}: there are writes, reads and bytes`)
  const server = values.server ?? (env.DATABASE_URL || null)
  if (server !== null && values.keep !== undefined) throw new Error('--keep is for the embedded engine')
  const number = (name: string, text: string): number => {
    const value = Number(text)
    if (text.trim() === '' || !(value > 0) || !Number.isInteger(value)) {
      throw new Error(`--${name} ${text} is no whole number above 0`)
    }
    return value
  }
  const asked = (name: keyof typeof values, usual: number, little: number): number =>
    number(name, String(values[name] ?? (short ? little : usual)))
  return {
    server,
    keep: values.keep ?? null,
    filled: parts.includes('reads')
      ? {
          readings: asked('readings', 50_000_000, 100_000),
          ...(short ? { signals: 500, days: 20 } : { signals: SIGNALS, days: 365 }),
        }
      : null,
    batches: parts.includes('writes') ? asked('batches', 20, 2) : 0,
    rounds: asked('rounds', 7, 2),
    runs: asked('runs', 100, 3),
    data: values.data ?? null,
    townDays: parts.includes('bytes') ? asked('town-days', 14, 1) : 0,
  }
}
