import { HOUR, MINUTE, type Micros, type Register } from '@driftbild/core'
import {
  type LevelLimitConfig,
  levelLimitSubjects,
  type RollupStore,
  type TruthEvent,
} from '@driftbild/models/backtest'

/** Times on either side of a limit that lie closer together are one. */
const PAUSE = HOUR

/** When each level was beyond its limits, as its gauge says. */
export function levelsBeyond(
  register: Register,
  store: RollupStore,
  { from, to }: { from: Micros; to: Micros },
): TruthEvent[] {
  return levelLimitSubjects(register).flatMap(({ config }) => {
    const { kind, level, limits, tag } = config as LevelLimitConfig
    const events: TruthEvent[] = []
    for (const { bucket, average } of store.rollups(level.key, '5m', from, to)) {
      const isOut = limits.some(
        ({ value, side }) => average !== null && (side === 'above' ? average > value : average < value),
      )
      if (!isOut) continue
      const last = events.at(-1)
      if (last && bucket - last.to! <= PAUSE) last.to = bucket + 5 * MINUTE
      else events.push({ subject: { type: 'asset', tag }, kind, from: bucket, to: bucket + 5 * MINUTE })
    }
    return events
  })
}
