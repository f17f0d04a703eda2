import { DAY, type Micros } from '@driftbild/core'
import { energyLost } from '../common/energy-lost.ts'
import { type Finding, round } from '../common/prediction.ts'
import { median } from '../common/statistics.ts'
import { sentence } from '../sentences.ts'
import type { CapacityDay, OtherDay } from './capacity-day.ts'
import type { SewerPumpConfig } from './config.ts'

/** Days that have to agree: a valve that doesn't close doesn't close on any of them. */
const AGREEING = 3
/** Share of what the others lifted below which water runs back, and within which a pump and a motor do as ever. */
const RUNS_BACK = 0.92
const AS_EVER = 0.05
/** The others' own meters stand before the main that they share: they see what runs back, the sump doesn't. */
const METERED = 0.9
/** Without meters a foot that leaks under the running pump looks the same. */
const BY_CURRENT = 0.6

/**
 * While this pump rests the others bring less out of the sump than they did, although their meters or motors notice
 * nothing, and it lifts as ever itself: its check valve lets back what they pump. What clogs or wears shows in its own
 * motor or meter; what leaks in the main shows with every pump.
 */
export function checkValve(
  config: SewerPumpConfig,
  days: readonly CapacityDay[],
  learnt: number,
  asOf: Micros,
): Finding | null {
  const { sump } = config
  if (!sump || sump.others.length === 0 || days.length < learnt + AGREEING) return null
  const first = days.slice(0, learnt)
  const own = median(first.flatMap((d) => d.drawn ?? []))
  const newest = days
    .filter((d) => d.drawn !== null && d.others.every((o) => o.drawn !== null))
    .slice(-AGREEING)
  if (own === null || newest.length < AGREEING) return null
  if (!newest.every((d) => isAsEver(d.drawn! / own))) return null
  const others = sump.others.map((_, n) => otherPump(n, first, newest))
  if (others.some((one) => one === null)) return null
  const known = others as Other[]
  const now = known.reduce((sum, one) => sum + one.now, 0) / known.length
  const normal = known.reduce((sum, one) => sum + one.normal, 0) / known.length
  const metered = known.every((one) => one.by === 'meter')
  const lost = energyLost(days.map((d) => lossOf(config, d, known)))
  const chart = { signal: sump.level, from: asOf - 14 * DAY, to: asOf, expected: null }
  const since = asOf - AGREEING * DAY
  return {
    subject: { type: 'asset', tag: config.tag },
    kind: 'check-valve',
    probability: metered ? METERED : BY_CURRENT,
    when: { from: since - 2 * DAY, likely: since, to: asOf },
    horizon: asOf + 7 * DAY,
    size: {
      value: round(normal - now, 1),
      low: round(Math.max(0, normal - now - AS_EVER * normal), 1),
      high: round(normal - now + AS_EVER * normal, 1),
      unit: 'm3/h',
    },
    reasons: [
      {
        weight: 2,
        sentence: sentence('flow-runs-back', {
          resting: config.tag,
          running: sump.others.map(({ tag }) => tag).join(', '),
          now: round(now, 1),
          normal: round(normal, 1),
        }),
        chart,
      },
      {
        weight: 1,
        sentence: sentence(metered ? 'others-meter-as-ever' : 'others-motor-as-ever', { pump: config.tag }),
      },
      ...(lost ? [{ weight: 0, sentence: lost }] : []),
    ],
  }
}

const isAsEver = (share: number): boolean => Math.abs(share - 1) < AS_EVER

interface Other {
  /** m³/h out of the sump */
  now: number
  normal: number
  by: 'meter' | 'motor'
}

/** A pump whose water runs back; null where it lifts as ever, or where it has a trouble of its own. */
function otherPump(n: number, first: readonly CapacityDay[], newest: readonly CapacityDay[]): Other | null {
  const usual = (of: keyof OtherDay) => median(first.flatMap((d) => d.others[n]?.[of] ?? []))
  const lately = newest.map((d) => d.others[n]!)
  const normal = usual('drawn')
  if (normal === null || !lately.every((o) => o.drawn! < RUNS_BACK * normal)) return null
  const now = median(lately.map((o) => o.drawn!))!
  const steady = (of: 'flow' | 'current') => {
    const usually = usual(of)
    return usually === null ? null : lately.every((o) => o[of] !== null && isAsEver(o[of] / usually))
  }
  const [flow, current] = [steady('flow'), steady('current')]
  if (flow === false || current === false) return null
  return flow ? { now, normal, by: 'meter' } : current ? { now, normal, by: 'motor' } : null
}

/** Of a day, what the others' motors took and the share of it that stayed out of the sump. */
function lossOf({ sump }: SewerPumpConfig, { others }: CapacityDay, known: readonly Other[]) {
  const each = others.flatMap(({ drawn, hours }, n) => {
    const power = sump!.others[n]!.ratedPower
    return drawn === null || hours === null || power === null
      ? []
      : [{ used: hours * power, share: Math.min(1, drawn / known[n]!.normal) }]
  })
  const used = each.reduce((sum, one) => sum + one.used, 0)
  return each.length === 0 || used === 0
    ? { used: null, share: null }
    : { used, share: each.reduce((sum, one) => sum + one.used * one.share, 0) / used }
}
