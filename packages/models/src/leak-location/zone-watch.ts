import { isJunction, type Network } from '@driftbild/network'
import { type Matrix, zeros } from '../common/matrix.ts'
import { calibratedSignatures } from './calibrated-signatures.ts'
import { expectedOf, fitExpected } from './expected-pressure.ts'
import type { Signatures } from './locate-leak.ts'
import type { PressureZone } from './pressure-zone.ts'
import { BALANCE_SCALE, measuresOf, type ZoneEnsemble } from './signature-ensemble.ts'

/** One hour of a zone's readings, as means. */
export interface ZoneHour {
  /** Drivers of the pressures; means of the drivers, not drivers of means. */
  drivers: Float64Array
  /** m; above the tank's level where the zone has one. */
  pressures: Float64Array
  /** m³/h that pressures follow, for finding typical hours. */
  flows: readonly number[]
  /** m³/h that came in and no tank took, and that was sold; only of a zone with a tank. */
  balance: { supplied: number; sold: number } | null
}

/** What is usual in a zone while nothing leaks, and what a leak would do to it. */
export interface ZoneWatch {
  zone: PressureZone
  expected: Matrix
  /** Covariance of a day's mean deviation. */
  noise: Matrix
  /** m³/h supplied for each that is metered. */
  suppliedPerSold: number
  signatures: Signatures
}

const DAY = 24
/** Share of the noise between different sensors that is believed: a few weeks say little of each pair. */
const TOGETHER = 0.5
/** Metres, and m³/h of lost water, that a day's mean may be off besides. */
const LEAST_NOISE = { pressure: 0.0007, balance: 0.1 }
/** A zone that gets so much more than its network says for what is sold leaks from the start. */
const ALREADY_LOST = 1.05
/** Shares of hours below the typical ones, ordered by their flow. */
const TYPICAL = [0.05, 0.3, 0.5, 0.7, 0.95]

/** Learns a zone from hours in which nothing leaks: whole days, and best some weeks of them. */
export function watchZone(network: Network, ensemble: ZoneEnsemble, calm: readonly ZoneHour[]): ZoneWatch {
  const { zone } = ensemble
  const expected = fitExpected(
    calm.map((hour) => hour.drivers),
    calm.map((hour) => hour.pressures),
  )
  const known = { zone, expected, suppliedPerSold: suppliedPerSoldOf(network, zone, calm) }
  const m = measuresOf(zone)
  const days = Math.floor(calm.length / DAY)
  const noise = zeros(m)
  for (let day = 0; day < days; day++) {
    const off = meanDeviation(known, calm.slice(day * DAY, (day + 1) * DAY))
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) noise[i]![j]! += (off[i]! * off[j]! * (i === j ? 1 : TOGETHER)) / days
    }
  }
  for (let i = 0; i < m; i++)
    noise[i]![i]! +=
      (i < zone.sensors.length ? LEAST_NOISE.pressure : LEAST_NOISE.balance * BALANCE_SCALE) ** 2
  const byFlow = calm.toSorted((a, b) => total(a) - total(b))
  const typical = TYPICAL.map((share) => byFlow[Math.floor(share * (byFlow.length - 1))]!.flows)
  return { ...known, noise, signatures: calibratedSignatures(network, ensemble, expected, typical) }
}

/** How far a zone's sensors were from what is expected, on average over some hours; lost water behind them. */
export function meanDeviation(
  watch: Pick<ZoneWatch, 'zone' | 'expected' | 'suppliedPerSold'>,
  hours: readonly ZoneHour[],
): Float64Array {
  const { zone, expected, suppliedPerSold } = watch
  const mean = new Float64Array(measuresOf(zone))
  for (const hour of hours) {
    const usual = expectedOf(expected, hour.drivers)
    for (let i = 0; i < usual.length; i++) mean[i]! += (hour.pressures[i]! - usual[i]!) / hours.length
    if (!hour.balance) continue
    const lost = hour.balance.supplied - suppliedPerSold * hour.balance.sold
    mean[zone.sensors.length]! += (lost * BALANCE_SCALE) / hours.length
  }
  return mean
}

const total = (hour: ZoneHour): number => hour.flows.reduce((sum, flow) => sum + Math.abs(flow), 0)

/** As measured; as the network says where more than that is supplied, for then it leaked already. */
function suppliedPerSoldOf(network: Network, zone: PressureZone, calm: readonly ZoneHour[]): number {
  if (!zone.tank) return 1
  const sum = (of: (hour: ZoneHour) => number) => calm.reduce((all, hour) => all + of(hour), 0)
  const seen = sum((hour) => hour.balance!.supplied) / sum((hour) => hour.balance!.sold)
  const metered = new Set(zone.tank.metered)
  const places = new Set(zone.places)
  const demand = (counts: (id: string) => boolean) =>
    network.nodes
      .filter(isJunction)
      .filter((node) => counts(node.id))
      .reduce((all, node) => all + node.demands.reduce((own, one) => own + one.base, 0), 0)
  const drawn = demand((id) => places.has(id)) / demand((id) => metered.has(id))
  return seen > ALREADY_LOST * drawn ? drawn : seen
}
