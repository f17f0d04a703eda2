import { type Micros, type Role, SECOND, statusCodes } from '@driftbild/core'
import { hashText, mix, normalAt, uniformAt } from '../random.ts'
import { type DisturbanceOf, isOn, type Scenario } from '../scenario/disturbance.ts'

/** How a quantity is measured: noise of one standard deviation, and the step of the display. */
interface Instrument {
  noise: number
  /** Noise as a share of the value. */
  share?: number
  /** What two instruments of a kind differ by, and stay different. */
  bias?: number
  resolution: number
  least?: number
  most?: number
}

const percent = { noise: 0.1, resolution: 1, least: 0, most: 100 }
const temperature = { noise: 0.12, bias: 0.3, resolution: 0.1 }
const current = { noise: 0.004, share: 0.006, resolution: 0.01, least: 0 }

/** Roles that are not here are exact: flags and counters. */
const instruments: Partial<Record<Role, Instrument>> = {
  flow: { noise: 0.015, share: 0.006, bias: 0.004, resolution: 0.01 },
  pressure: { noise: 0.004, bias: 0.015, resolution: 0.001 },
  'suction-pressure': { noise: 0.003, bias: 0.01, resolution: 0.001 },
  'discharge-pressure': { noise: 0.006, bias: 0.015, resolution: 0.001 },
  level: { noise: 0.003, resolution: 0.001, least: 0 },
  power: { noise: 0.006, share: 0.004, resolution: 0.01, least: 0 },
  current,
  'current-l1': current,
  'current-l2': current,
  'current-l3': current,
  voltage: { noise: 0.15, resolution: 0.1 },
  speed: { noise: 0.6, resolution: 1, least: 0 },
  frequency: { noise: 0.01, resolution: 0.01, least: 0 },
  vibration: { noise: 0.012, share: 0.045, resolution: 0.01, least: 0 },
  temperature,
  'bearing-temperature': temperature,
  'motor-temperature': temperature,
  'seal-moisture': { noise: 0.0012, bias: 0.002, resolution: 0.001, least: 0 },
  rain: { noise: 0, resolution: 0.1, least: 0 },
  turbidity: { noise: 0.008, share: 0.03, bias: 0.04, resolution: 0.001, least: 0 },
  'free-chlorine': { noise: 0.005, bias: 0.01, resolution: 0.001, least: 0 },
  'total-chlorine': { noise: 0.006, bias: 0.01, resolution: 0.001, least: 0 },
  conductivity: { noise: 0.06, bias: 0.2, resolution: 0.01, least: 0 },
  ph: { noise: 0.012, bias: 0.03, resolution: 0.01 },
  'lamp-power': { noise: 0.02, share: 0.004, resolution: 0.1, least: 0 },
  fill: { noise: 0.006, resolution: 0.001, least: 0, most: 1 },
  battery: percent,
  // Counters show whole steps.
  volume: { noise: 0, resolution: 0.1 },
  'run-hours': { noise: 0, resolution: 0.01 },
}

export interface Measured {
  value: number | null
  status: number
}

type SensorFault = DisturbanceOf<
  'sensor-stuck' | 'sensor-drift' | 'sensor-drop-out' | 'sensor-spike' | 'sensor-step'
>

/** What an instrument shows of a true value. Stopped things show exactly nothing. */
export function instrumentOf(
  key: string,
  role: Role,
  seed: number,
  scenario: Scenario,
  truth: (at: Micros) => number | null,
): (at: Micros) => Measured {
  const instrument = instruments[role]
  const stream = mix(seed, hashText(key))
  const bias = instrument?.bias ? instrument.bias * normalAt(stream, -1) : 0
  const faults = scenario.filter((d): d is SensorFault => 'signal' in d && d.signal === key)
  const healthy = (at: Micros): number | null => {
    const value = truth(at)
    if (value === null || !instrument) return value
    if (value === 0 && instrument.share !== undefined) return 0
    const { noise, share = 0, resolution, least = -Infinity, most = Infinity } = instrument
    const n = normalAt(stream, Math.floor(at / SECOND))
    const off = share > 0 ? value * bias : bias
    const shown = value + off + n * (noise + share * Math.abs(value))
    return Math.max(least, Math.min(most, stepped(shown, resolution)))
  }
  return (at) => {
    for (const fault of faults) {
      if (!isOn(fault, at)) continue
      if (fault.kind === 'sensor-drop-out') return { value: null, status: statusCodes.BadSensorFailure }
      if (fault.kind === 'sensor-stuck') return measured(healthy(fault.from))
      const value = healthy(at)
      if (value === null || !instrument) return measured(value)
      const { resolution, least = -Infinity, most = Infinity } = instrument
      const added =
        fault.kind === 'sensor-drift'
          ? (fault.perDay * (at - fault.from)) / 86_400e6
          : fault.kind === 'sensor-step'
            ? fault.by
            : uniformAt(stream + 1, Math.floor(at / SECOND)) < fault.share
              ? fault.height
              : 0
      return measured(Math.max(least, Math.min(most, stepped(value + added, resolution))))
    }
    return measured(healthy(at))
  }
}

const measured = (value: number | null): Measured =>
  value === null
    ? { value: null, status: statusCodes.BadNoCommunication }
    : { value, status: statusCodes.Good }

/** Whole steps, without the dust that multiplying by 0.1 leaves. */
const stepped = (value: number, step: number): number => {
  const perUnit = Math.round(1 / step)
  return Math.round(value * perUnit) / perUnit
}
