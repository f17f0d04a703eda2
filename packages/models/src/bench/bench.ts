import type { ReliabilityPoint } from '../reliability.ts'
import { BadData } from './csv-file.ts'

/** What a benchmark is told: its data folder, and its own options by name. */
export interface BenchOptions {
  data: string
  /** `weeks`, `from`, `to` …; a bench refuses what it doesn't know. */
  options: Readonly<Record<string, string>>
  progress?: (done: number, message: string) => void
}

export interface BenchResult {
  /** The raw answers as CSV, made before any truth was looked at. */
  answers: { header: readonly string[]; rows: readonly (readonly (string | number)[])[] }
  /** For a person. First row is the head. */
  table: readonly (readonly string[])[]
  /** For a machine: `bench` and every figure for which DIR holds the truth. */
  figures: Readonly<Record<string, string | number>>
  /** Shares that it said beforehand against what came; of a bench that says any. */
  reliability?: readonly ReliabilityPoint[]
}

/** A file of the data folder, plain or gzip. */
export interface BenchFile {
  name: string
  what: string
  /** Without it there is nothing to answer; others only add figures. */
  needed: boolean
}

export interface Bench {
  /** What is measured on what, in a line. */
  about: string
  files: readonly BenchFile[]
  options: Readonly<Record<string, { default: string; help: string }>>
  run(options: BenchOptions): Promise<BenchResult>
}

/** An option's value or its default; unknown names are refused with the known ones. */
export function readOptions<K extends string>(
  options: Readonly<Record<K, { default: string }>>,
  given: Readonly<Record<string, string>>,
): Record<K, string> {
  const known = Object.keys(options) as K[]
  for (const name of Object.keys(given)) {
    if (!known.includes(name as K))
      throw new BadData(`no option --${name}; there are ${known.map((k) => `--${k}`).join(', ') || 'none'}`)
  }
  return Object.fromEntries(known.map((k) => [k, given[k] ?? options[k].default])) as Record<K, string>
}
