import { convert, type Rollup } from '@driftbild/core'
import { localHourIndex } from '../common/local-index.ts'
import { median } from '../common/statistics.ts'
import type { SeriesInputs } from '../model.ts'
import type { CabinetConfig, PhaseConfig } from './config.ts'
import { feedOf } from './feed.ts'

/** What one phase did from one morning to the next. */
export interface PhaseNight {
  /** Steady lit hours, local hour → A that came at switch-on, as they would be at the nominal voltage. */
  hours: Map<number, number>
  /** The same of all lit hours, steady or not. */
  lit: Map<number, number>
  /** A while the contactor is open; null where it never was for an hour, or where it changed meanwhile. */
  idle: number | null
  /** How far the current wandered within a lit hour, as a share of it; null where nothing was lit. */
  wobble: number | null
}

const NOMINAL = 230
/** A by which hours with the contactor open may differ. */
const SAME_IDLE = 0.15

/**
 * Current goes with voltage to this power: an LED driver takes constant power, and the power of high-pressure
 * sodium on a ballast rises with the 1.6th power of its voltage (from the change of lamp power with mains voltage
 * that makers of ballasts state, 5 % for 3 %).
 */
const LED_EXPONENT = -1
const SODIUM_EXPONENT = 0.6

/** `knownIdle` stands in where the contactor was never open long enough. */
export function phaseNight(
  config: CabinetConfig,
  inputs: SeriesInputs,
  phase: PhaseConfig,
  knownIdle: number | null,
): PhaseNight {
  const feed = feedOf(config, inputs)
  const rollups = (inputs.series[phase.input] ?? []).filter((r) => r.average !== null)
  const amps = (value: number) => convert(value, phase.unit, 'A')
  const open = rollups.filter((r) => feed(r.bucket) === 'open').map((r) => amps(r.average!))
  const isOneLevel = open.length === 0 || Math.max(...open) - Math.min(...open) <= SAME_IDLE
  const idle = isOneLevel ? median(open) : null
  const night: PhaseNight = { hours: new Map(), lit: new Map(), idle, wobble: null }
  const wobbles: number[] = []
  const atNominal = voltageCorrection(config, inputs, phase)
  for (const r of rollups) {
    if (feed(r.bucket) !== 'fed') continue
    const hour = localHourIndex(r.bucket, config.timeZone) % 24
    const current = (amps(r.average!) - (idle ?? knownIdle ?? 0)) * atNominal(r)
    night.lit.set(hour, current)
    if (isSteady(r) && isOneLevel) night.hours.set(hour, current)
    if (r.maximum! > 0) wobbles.push((r.maximum! - r.minimum!) / r.maximum!)
  }
  night.wobble = median(wobbles)
  return night
}

/** Hours of switching or of a changing level are left out. */
const isSteady = (r: Rollup): boolean =>
  r.minimum !== null && r.maximum !== null && r.maximum - r.minimum <= Math.max(0.1, 0.12 * r.maximum)

function voltageCorrection(
  { voltage }: CabinetConfig,
  inputs: SeriesInputs,
  { led }: PhaseConfig,
): (r: Rollup) => number {
  if (!voltage) return () => 1
  const volts = new Map((inputs.series.voltage ?? []).map((r) => [r.bucket, r.average]))
  const exponent = led * LED_EXPONENT + (1 - led) * SODIUM_EXPONENT
  return ({ bucket }) => {
    const measured = volts.get(bucket) ?? null
    const u = measured === null ? NOMINAL : convert(measured, voltage.unit, 'V')
    // A voltage that feeds no lamp corrects none.
    return u < 0.7 * NOMINAL || u > 1.3 * NOMINAL ? 1 : (u / NOMINAL) ** -exponent
  }
}
