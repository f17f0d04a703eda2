import { batadal } from './batadal.ts'
import type { Bench } from './bench.ts'
import { bwdf } from './bwdf.ts'
import { ltown } from './ltown.ts'
import { skab } from './skab.ts'
import { wyndham } from './wyndham.ts'

export type { Bench, BenchFile, BenchOptions, BenchResult } from './bench.ts'
export { BadData, findFile } from './csv-file.ts'
export { wyndhamPasts } from './wyndham.ts'

/** Benchmarks on public data, by the name that the command line takes. A new one is a file and a line here. */
export const benches: Readonly<Record<string, Bench>> = { batadal, bwdf, ltown, skab, wyndham }
