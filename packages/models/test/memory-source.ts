import type { Rollup } from '@driftbild/core'
import type { SeriesSource } from '../src/backtest/drive.ts'

/** Series by signal key; each is cut to the buckets asked for. */
export const memorySource = (series: Record<string, readonly Rollup[]>): SeriesSource => ({
  rollups: (key, _step, from, to) => (series[key] ?? []).filter((r) => r.bucket >= from && r.bucket < to),
})
