import { convert, HOUR, type Micros } from '@driftbild/core'
import { type Finding, type Reason, round } from '../common/prediction.ts'
import { sentence } from '../sentences.ts'
import type { LevelLimit, LevelLimitConfig } from './config.ts'
import { AHEAD, type Crossing, crossingOf, isBeyond, type LevelPath, levelsAhead } from './level-paths.ts'
import { A_DAY, QUARTER } from './quarters.ts'
import type { TrendNow } from './trend-now.ts'

/** Quarters that a warning speaks about. */
export const WITHIN = 48
/** The gauge itself says it. */
const SEEN = 0.98
const QUARTERS_AN_HOUR = 4

export interface LimitCase {
  config: LevelLimitConfig
  now: TrendNow
  paths: readonly LevelPath[]
  /** What the level would do if it went on as usual from here. */
  ifUsual: readonly LevelPath[]
  beyondSince: Micros | null
  asOf: Micros
}

/** The limit that the level is most likely to reach within twelve hours, or the one that it is beyond. */
export function findLimit(one: LimitCase): Finding | null {
  const { config, now, paths, beyondSince, asOf } = one
  const passed = config.limits.filter((limit) => isBeyond(now.level, limit))
  const next = nearest(config.limits, now.level).map((limit) => crossingOf(paths, limit, WITHIN))
  const likeliest = next.toSorted((a, b) => b.probability - a.probability)[0] ?? null
  const told = { subject: { type: 'asset' as const, tag: config.tag }, kind: config.kind }
  const horizon = asOf + WITHIN * QUARTER
  if (passed.length > 0) {
    const since = beyondSince ?? asOf
    return {
      ...{ ...told, horizon, probability: SEEN, when: { from: since, likely: since, to: asOf } },
      reasons: [
        { weight: 3, sentence: beyondLimit(one, outermost(passed)), chart: pastOf(one, outermost(passed)) },
        ...nextLimit(one, likeliest),
      ],
    }
  }
  if (!likeliest?.after) return null
  const { after, probability } = likeliest
  const at = (quarters: number) => Math.round(asOf + quarters * QUARTER)
  return {
    ...{ ...told, horizon, probability },
    when: { from: at(after.from), likely: at(after.likely), to: at(after.to) },
    reasons: reasonsFor(one, likeliest),
  }
}

/** Of each side the first limit that the level has not passed. */
function nearest(limits: readonly LevelLimit[], level: number): LevelLimit[] {
  const ahead = limits.filter((limit) => !isBeyond(level, limit))
  return (['below', 'above'] as const).flatMap((side) => {
    const own = ahead.filter((limit) => limit.side === side).sort((a, b) => a.value - b.value)
    return (side === 'below' ? own.at(-1) : own[0]) ?? []
  })
}

const outermost = (passed: readonly LevelLimit[]): LevelLimit =>
  passed.toSorted((a, b) => (a.side === 'below' ? a.value - b.value : b.value - a.value))[0]!

function reasonsFor(one: LimitCase, { limit, after }: Crossing): Reason[] {
  const { config, now, ifUsual } = one
  const metres = (value: number, decimals = 2) => round(convert(value, config.level.unit, 'm'), decimals)
  const turned = crossingOf(ifUsual, limit, AHEAD)
  const extreme = turnedLevel(ifUsual, limit)
  return [
    {
      weight: 3,
      sentence: sentence('level-to-limit', {
        ...{ level: metres(now.level), perHour: metres(now.change * QUARTERS_AN_HOUR, 3) },
        ...{ limit: metres(limit.value), side: limit.side },
        hours: round(after!.likely / QUARTERS_AN_HOUR, 1),
      }),
      chart: pastOf(one, limit, true),
    },
    {
      weight: 2,
      sentence: sentence('level-off-usual', {
        perHour: metres(now.beyond * QUARTERS_AN_HOUR, 3),
        usual: metres(now.usual * QUARTERS_AN_HOUR, 3),
        hours: round(now.lasted / QUARTERS_AN_HOUR, 1),
      }),
    },
    {
      weight: 1,
      sentence: sentence('level-if-usual', {
        ...{ extreme: metres(extreme), limit: metres(limit.value), side: limit.side },
        probability: round(turned.probability, 2),
      }),
    },
  ]
}

/** How far it would go within a day, in the middle of the ways, if it turned now. */
function turnedLevel(ifUsual: readonly LevelPath[], { side }: LevelLimit): number {
  const middles = Array.from({ length: A_DAY / 4 }, (_, i) => levelsAhead(ifUsual, (i + 1) * 4, [0.5])[0]!)
  return side === 'below' ? Math.min(...middles) : Math.max(...middles)
}

const beyondLimit = ({ config, now }: LimitCase, { value, side }: LevelLimit) =>
  sentence('level-beyond', {
    level: round(convert(now.level, config.level.unit, 'm'), 2),
    limit: round(convert(value, config.level.unit, 'm'), 2),
    perHour: round(convert(now.change * QUARTERS_AN_HOUR, config.level.unit, 'm'), 3),
    side,
  })

function nextLimit({ config }: LimitCase, crossing: Crossing | null): Reason[] {
  if (!crossing?.after || crossing.probability < 0.05) return []
  return [
    {
      weight: 1.5,
      sentence: sentence('level-next-limit', {
        limit: round(convert(crossing.limit.value, config.level.unit, 'm'), 2),
        hours: round(crossing.after.likely / QUARTERS_AN_HOUR, 1),
        probability: round(crossing.probability, 2),
      }),
    },
  ]
}

/** The level of the last day and what is expected of the hours ahead. */
function pastOf(
  { config, paths, asOf }: LimitCase,
  { value, side }: LevelLimit,
  ahead = false,
): NonNullable<Reason['chart']> {
  const hours = Array.from({ length: WITHIN / QUARTERS_AN_HOUR }, (_, i) => i + 1)
  const bands = hours.map((hour) => levelsAhead(paths, hour * QUARTERS_AN_HOUR, [0.1, 0.5, 0.9]))
  return {
    ...{ signal: config.level.key, from: asOf - 24 * HOUR, to: ahead ? asOf + WITHIN * QUARTER : asOf },
    limit: { value, side },
    expected: ahead
      ? {
          time: hours.map((hour) => asOf + hour * HOUR),
          low: bands.map(([low]) => round(low!, 3)),
          mid: bands.map(([, mid]) => round(mid!, 3)),
          high: bands.map(([, , high]) => round(high!, 3)),
        }
      : null,
  }
}
