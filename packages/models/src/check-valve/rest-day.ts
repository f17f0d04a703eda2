import { convert, type Micros, type Unit } from '@driftbild/core'
import { mean, median } from '../common/statistics.ts'
import type { SeriesInputs } from '../model.ts'
import { type CheckValveConfig, pumpInput, stationInput } from './config.ts'

/** A day of a pump beside the others of its station: what shows of it while it rests and another one runs. */
export interface RestDay {
  day: number
  /** Of the head that stands over its valve, the share over the pump itself; null where no pressures tell. */
  pressure: number | null
  /** The same while it runs: 1, or its gauges are off. */
  running: number | null
  /** Of its running speed, and 1/min. */
  speed: number | null
  turns: number | null
  /** For each set of pumps that ran (bit 0 this one): buckets, what the pumps gave, and what of it didn't go out, m³/h. */
  sets: { ran: number; count: number; given: number; missing: number }[]
  /** kWh of the others while this one rested. */
  used: number | null
}

const LEAST_POINTS = 6
const BUCKET_HOURS = 5 / 60
/** Shares of the rated power and flow from which a pump runs. */
const RUNS = 0.05
/** m, under which no head over a valve tells anything. */
const LEAST_HEAD = 3
const BAR_IN_METRES = 10.1972

export function restDay(config: CheckValveConfig, inputs: SeriesInputs, day: number): RestDay | null {
  const points = pointsOf(config, inputs)
  const resting = points.filter(({ ran }) => (ran & 1) === 0 && ran > 0)
  const running = points.filter(({ ran }) => (ran & 1) === 1)
  const middle = (of: readonly StationPoint[], value: (point: StationPoint) => number | null) => {
    const values = of.flatMap((point) => value(point) ?? [])
    return values.length < LEAST_POINTS ? null : median(values)!
  }
  if (resting.length < LEAST_POINTS) return null
  const fast = middle(running, (p) => p.speed)
  const slow = middle(resting, (p) => p.speed)
  const balanced = points.flatMap(({ ran, balance }) => (ran > 0 && balance ? [{ ran, ...balance }] : []))
  const powers = resting.flatMap(({ power }) => power ?? [])
  return {
    day,
    pressure: middle(resting, (p) => p.pressure),
    running: middle(running, (p) => p.pressure),
    speed: slow === null || fast === null || fast <= 0 ? null : slow / fast,
    turns: slow,
    sets: [...Map.groupBy(balanced, ({ ran }) => ran)].map(([ran, of]) => ({
      ...{ ran, count: of.length },
      given: mean(of.map(({ given }) => given))!,
      missing: mean(of.map(({ given, out }) => given - out))!,
    })),
    used: powers.length === 0 ? null : powers.reduce((sum, power) => sum + power, 0) * BUCKET_HOURS,
  }
}

interface StationPoint {
  /** Bit by pump. */
  ran: number
  pressure: number | null
  speed: number | null
  /** m³/h that the pumps gave and that went out; null where a meter was silent. */
  balance: { given: number; out: number } | null
  /** kW of all the others. */
  power: number | null
}

/** Buckets in which no pump started or stopped. */
function pointsOf(config: CheckValveConfig, inputs: SeriesInputs): StationPoint[] {
  const pumps = [0, ...config.others.map((_, n) => n + 1)]
  const read = (input: string, unit: Unit) => readAt(config, inputs, input, unit)
  const own = {
    speed: read(pumpInput(0, 'speed'), '/min'),
    suction: read(pumpInput(0, 'suction-pressure'), 'bar'),
    discharge: read(pumpInput(0, 'discharge-pressure'), 'bar'),
  }
  const flows = pumps.map((n) => read(pumpInput(n, 'flow'), 'm3/h'))
  const powers = pumps.map((n) => read(pumpInput(n, 'power'), 'kW'))
  const discharges = pumps.map((n) => read(pumpInput(n, 'discharge-pressure'), 'bar'))
  const outflow = read(stationInput('flow'), 'm3/h')
  const outlet = read(stationInput('pressure'), 'bar')
  const states = pumps.map((n) => statesOf(config, inputs, n))
  const points: StationPoint[] = []
  for (const [at, first] of states[0]!) {
    const all = [first, ...states.slice(1).map((state) => state.get(at))]
    if (all.some((one) => one === undefined || one === 'changes')) continue
    const ran = all.reduce<number>((set, one, n) => (one === 'runs' ? set | (1 << n) : set), 0)
    const suction = config.signals[pumpInput(0, 'suction-pressure')] ? own.suction.get(at) : 0
    const another = pumps.find((n) => n > 0 && all[n] === 'runs')
    const high = outlet.get(at) ?? (another === undefined ? undefined : discharges[another]!.get(at))
    const behind = own.discharge.get(at)
    const head = high === undefined || suction === undefined ? null : (high - suction) * BAR_IN_METRES
    const given = pumps.map((n) => (all[n] === 'runs' ? flows[n]!.get(at) : 0))
    const out = outflow.get(at)
    points.push({
      ran,
      pressure:
        head === null || head < LEAST_HEAD || behind === undefined
          ? null
          : ((behind - suction!) * BAR_IN_METRES) / head,
      speed: own.speed.get(at) ?? null,
      balance:
        out === undefined || given.some((flow) => flow === undefined)
          ? null
          : { given: given.reduce<number>((sum, flow) => sum + flow!, 0), out },
      power: sumOr(pumps.slice(1).map((n) => powers[n]!.get(at))),
    })
  }
  return points
}

type Running = 'runs' | 'rests' | 'changes'

function statesOf(config: CheckValveConfig, { series }: SeriesInputs, n: number): Map<Micros, Running> {
  const role = (['running', 'power', 'flow'] as const).find((one) => config.signals[pumpInput(n, one)])!
  const { unit } = config.signals[pumpInput(n, role)]!
  const limit =
    role === 'running'
      ? 0.5
      : role === 'power'
        ? RUNS * (config.ratedPower ?? 1)
        : RUNS * (config.ratedFlow ?? 1)
  const scale = role === 'running' ? 1 : convert(1, unit, role === 'power' ? 'kW' : 'm3/h')
  return new Map(
    (series[pumpInput(n, role)] ?? []).flatMap((r): [Micros, Running][] => {
      if (r.minimum === null || r.maximum === null) return []
      const state = r.minimum * scale > limit ? 'runs' : r.maximum * scale < limit ? 'rests' : 'changes'
      return [[r.bucket, state]]
    }),
  )
}

function readAt(
  { signals }: CheckValveConfig,
  { series }: SeriesInputs,
  input: string,
  unit: Unit,
): Map<Micros, number> {
  const signal = signals[input]
  if (!signal) return new Map()
  return new Map(
    (series[input] ?? []).flatMap((r): [Micros, number][] =>
      r.average === null ? [] : [[r.bucket, convert(r.average, signal.unit, unit)]],
    ),
  )
}

function sumOr(values: readonly (number | undefined)[]): number | null {
  const known = values.flatMap((value) => value ?? [])
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0)
}
