import { convert, type Micros, type Unit } from '@driftbild/core'
import type { SeriesInputs } from '../model.ts'
import type { PumpConfig, PumpInput } from './config.ts'

/** A bucket in which the pump ran. Absent what it doesn't measure. */
export interface OperatingPoint {
  at: Micros
  /** Share of rated flow, head and power; speed as share of the fastest that is usual (1 where unknown). */
  flow: number | null
  head: number | null
  power: number | null
  /** 1/min */
  speed: number | null
  /** mm/s */
  vibration: number | null
  /** °C */
  bearing: number | null
}

const RUNNING_POWER = 0.1
const RUNNING_FLOW = 0.08
const BAR_IN_METRES = 10.1972

/** The buckets in which the pump ran throughout: starts and stops within one would mix two states. */
export function operatingPoints(config: PumpConfig, inputs: SeriesInputs): OperatingPoint[] {
  const read = (input: PumpInput, unit: Unit) => readSteady(config, inputs, input, unit)
  const flow = read('flow', 'm3/h')
  const suction = read('suction-pressure', 'bar')
  const discharge = read('discharge-pressure', 'bar')
  const power = read('power', 'kW')
  const speed = read('speed', '/min')
  const vibration = read('vibration', 'mm/s')
  const bearing = read('bearing-temperature', 'Cel')
  const times = [...new Set([...flow.keys(), ...power.keys(), ...vibration.keys()])].toSorted((a, b) => a - b)
  return times.flatMap((at) => {
    const q = scaled(flow.get(at), config.ratedFlow)
    const p = scaled(power.get(at), config.ratedPower)
    const runs =
      (p === null || p > RUNNING_POWER) && (q === null || q > RUNNING_FLOW) && (p !== null || q !== null)
    if (!runs) return []
    const up = discharge.get(at)
    const down = config.signals['suction-pressure'] ? suction.get(at) : 0
    return [
      {
        at,
        flow: q,
        head:
          up === undefined || down === undefined ? null : ((up - down) * BAR_IN_METRES) / config.ratedHead,
        power: p,
        speed: speed.get(at) ?? null,
        vibration: vibration.get(at) ?? null,
        bearing: bearing.get(at) ?? null,
      },
    ]
  })
}

function readSteady(
  config: PumpConfig,
  inputs: SeriesInputs,
  input: PumpInput,
  unit: Unit,
): Map<Micros, number> {
  const signal = config.signals[input]
  const out = new Map<Micros, number>()
  for (const r of signal ? (inputs.series[input] ?? []) : []) {
    if (r.average === null || r.good === 0) continue
    const stopped = r.minimum !== null && r.maximum !== null && r.maximum > 0 && r.minimum < 0.05 * r.maximum
    if (!stopped || input === 'vibration' || input === 'suction-pressure') {
      out.set(r.bucket, convert(r.average, signal!.unit, unit))
    }
  }
  return out
}

const scaled = (value: number | undefined, rated: number): number | null =>
  value === undefined ? null : value / rated
