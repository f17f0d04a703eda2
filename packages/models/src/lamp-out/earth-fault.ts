import { DAY, type Micros } from '@driftbild/core'
import { type Finding, round } from '../common/prediction.ts'
import { median } from '../common/statistics.ts'
import { sentence } from '../sentences.ts'
import { begunByNight } from './begun.ts'
import type { CabinetConfig, PhaseConfig } from './config.ts'
import type { PhaseLoad } from './phase-load.ts'
import type { PhaseNight } from './phase-night.ts'

/** How steady a phase's current usually is, and since when it wanders upwards. */
export interface Wander {
  usual: number | null
  nights: number
  now: number
  /** A more than its lamps draw. */
  added: number
  /** Nights in a row. */
  raised: number
}

export const newWander = (): Wander => ({ usual: null, nights: 0, now: 0, added: 0, raised: 0 })

const LEARN_NIGHTS = 5
/** A that a leak through wet insulation is, at least, to be told from noise. */
const LEAST = 0.15

export function followWander(wander: Wander, night: PhaseNight, load: PhaseLoad): Wander {
  if (night.wobble === null) return wander
  const { usual, nights } = wander
  if (usual === null || nights < LEARN_NIGHTS) {
    const learnt = usual === null ? night.wobble : usual + (night.wobble - usual) / (nights + 1)
    return { usual: learnt, nights: nights + 1, now: night.wobble, added: 0, raised: 0 }
  }
  const added = addedOf(night, load)
  const isRaised = night.wobble > Math.max(1.8 * usual, usual + 0.012) && added > LEAST
  return {
    usual: isRaised ? usual : usual + 0.1 * (night.wobble - usual),
    nights: nights + 1,
    now: night.wobble,
    added,
    raised: isRaised ? wander.raised + 1 : 0,
  }
}

/** A beyond the reference, in the middle of the lit hours. */
function addedOf(night: PhaseNight, { reference }: PhaseLoad): number {
  const over = [...night.lit].flatMap(([hour, current]) => {
    const usual = reference[hour]
    return usual == null ? [] : [current - usual]
  })
  return median(over) ?? 0
}

/** Current that comes with the light, wanders, and lights no lamp, goes to earth. */
export function earthFaults(
  config: CabinetConfig,
  wanders: Readonly<Record<string, Wander>>,
  asOf: Micros,
): Finding[] {
  return config.phases.flatMap((phase) => {
    const wander = wanders[phase.name]!
    return wander.raised > 0 ? [finding(config.tag, phase, wander, asOf)] : []
  })
}

function finding(tag: string, phase: PhaseConfig, wander: Wander, asOf: Micros): Finding {
  const { raised, added, now, usual } = wander
  return {
    subject: { type: 'asset', tag },
    kind: 'earth-fault',
    probability: 1 - 0.5 * 0.55 ** (raised - 1),
    when: begunByNight(raised, asOf),
    horizon: asOf + 7 * DAY,
    size: { value: round(added, 1), low: round(0.5 * added, 1), high: round(1.6 * added, 1), unit: 'A' },
    reasons: [
      {
        weight: 1,
        sentence: sentence('lit-load-wanders', {
          phase: phase.name,
          added: round(added, 2),
          wobble: round(now, 3),
          usual: round(usual ?? 0, 3),
        }),
        chart: { signal: phase.key, from: asOf - 14 * DAY, to: asOf, expected: null },
      },
    ],
  }
}
