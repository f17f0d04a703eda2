import { baselineOf } from '../common/baseline.ts'
import { type BinFillConfig, FULL } from './config.ts'
import { AHEAD_DAYS } from './fill-paths.ts'
import { binFill } from './model.ts'

/** How often this container, whatever was in it, gained enough in three days: no level, no weekday, no doubt. */
export const binFillBaseline = baselineOf<BinFillConfig>(binFill, {
  measure: (_config, inputs) => {
    const last = (inputs.series.fill ?? []).findLast((r) => r.average !== null)
    return last ? [last.average!] : null
  },
  judge: (config, row) => {
    const fill = row.at(-1)?.[0]
    if (fill === undefined) return []
    if (fill >= FULL) return [{ tag: config.tag, probability: 1 }]
    const gains = row.slice(AHEAD_DAYS).flatMap((d, i) => {
      const run = row.slice(i, i + AHEAD_DAYS + 1)
      const unbroken = run.every((v, k) => k === 0 || v[0]! >= run[k - 1]![0]! - 0.05)
      return unbroken ? [d[0]! - row[i]![0]!] : []
    })
    if (gains.length < 3) return []
    const full = gains.filter((g) => fill + g >= FULL).length / gains.length
    return full >= 0.2 ? [{ tag: config.tag, probability: full }] : []
  },
  keep: 200,
})
