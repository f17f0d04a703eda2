import { DAY, type Micros } from '@driftbild/core'
import { type Finding, round } from '../common/prediction.ts'
import { median } from '../common/statistics.ts'
import { sentence } from '../sentences.ts'
import { begunByDay } from './begun.ts'
import type { CabinetConfig, PhaseConfig } from './config.ts'
import type { PhaseLoad } from './phase-load.ts'
import type { PhaseNight } from './phase-night.ts'

/** What a phase draws while its lamps are off: the cabinet's own needs, until somebody joins his. */
export interface IdleLoad {
  /** A; null not yet seen. */
  usual: number | null
  days: number
  /** The newest level, A. */
  now: number | null
  /** Days in a row above the usual. */
  raised: number
}

export const newIdle = (): IdleLoad => ({ usual: null, days: 0, now: null, raised: 0 })

const LEARN_DAYS = 5
/** A: above what gear and gateways differ by from day to day. */
const LIMIT = 0.25
const VOLTS = 230

export function followIdle(load: IdleLoad, level: number | null): IdleLoad {
  if (level === null) return load
  const { usual, days } = load
  if (usual === null || days < LEARN_DAYS) {
    const learnt = usual === null ? level : usual + (level - usual) / (days + 1)
    return { usual: learnt, days: days + 1, now: level, raised: 0 }
  }
  const isRaised = level - usual > Math.max(LIMIT, 0.3 * usual)
  return {
    usual: isRaised ? usual : usual + 0.05 * (level - usual),
    days: days + 1,
    now: level,
    raised: isRaised ? load.raised + 1 : 0,
  }
}

/**
 * A load that was there by day and left in the night takes as much current with it as it brought: that night says
 * nothing of lamps.
 */
export function leftInTheNight(
  { usual }: IdleLoad,
  { idle, hours }: Pick<PhaseNight, 'idle' | 'hours'>,
  { reference }: PhaseLoad,
): boolean {
  const added = usual === null || idle === null ? 0 : idle - usual
  if (added <= LIMIT) return false
  const missing = median(
    [...hours].flatMap(([hour, now]) => {
      const lit = reference[hour]
      return lit == null ? [] : [lit - now]
    }),
  )
  return missing !== null && Math.abs(missing - added) < 0.3 * added
}

/** A load that is no lamp shows by day, when nothing else does. */
export function foreignLoads(
  config: CabinetConfig,
  idles: Readonly<Record<string, IdleLoad>>,
  asOf: Micros,
): Finding[] {
  return config.phases.flatMap((phase) => {
    const { usual, now, raised } = idles[phase.name]!
    return raised === 0 || usual === null || now === null
      ? []
      : [finding(config.tag, phase, { added: now - usual, usual, now, raised }, asOf)]
  })
}

function finding(
  tag: string,
  phase: PhaseConfig,
  { added, usual, now, raised }: { added: number; usual: number; now: number; raised: number },
  asOf: Micros,
): Finding {
  const watts = added * VOLTS
  return {
    subject: { type: 'asset', tag },
    kind: 'foreign-load',
    // A crew that charges its tools is gone the next day.
    probability: 1 - 0.55 * 0.5 ** (raised - 1),
    // It shows once it has been there for all of a day.
    when: begunByDay(raised + 1, asOf),
    horizon: asOf + 7 * DAY,
    size: { value: round(watts, 0), low: round(0.85 * watts, 0), high: round(1.1 * watts, 0), unit: 'W' },
    reasons: [
      {
        weight: 1,
        sentence: sentence('day-load', {
          phase: phase.name,
          now: round(now, 2),
          normal: round(usual, 2),
          watts: round(watts, 0),
        }),
        chart: { signal: phase.key, from: asOf - 14 * DAY, to: asOf, expected: null },
      },
    ],
  }
}
