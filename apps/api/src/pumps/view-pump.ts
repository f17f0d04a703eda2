import { DAY, formatTime, type Micros, startOfLocalDay } from '@driftbild/core'
import type { HealthMeasureKind } from '@driftbild/models/pump-condition'
import type { StoredPrediction } from '@driftbild/store'
import type { PumpMeasureView, PumpView } from '../contract/index.ts'
import type { WatchedAsset } from '../picture/picture.ts'
import type { KnownPump } from './pump-conditions.ts'

const MONTH = 30
const units: Record<HealthMeasureKind, PumpMeasureView['unit']> = {
  efficiency: '1',
  vibration: 'mm/s',
  bearing: 'Cel',
  capacity: 'm3/h',
  seal: '1',
}

interface Beside {
  zone: string
  sekPerKwh: number
  /** Of the pump, standing. */
  predictions: readonly StoredPrediction[]
}

export function viewPump(
  { asset, service }: WatchedAsset,
  known: KnownPump | null,
  { zone, sekPerKwh, predictions }: Beside,
): PumpView {
  const of = { asset: asset.tag, name: asset.name, class: asset.class, service }
  const said = predictions
    .map(({ id, prediction: { kind, probability } }) => ({ id, kind, probability }))
    .toSorted((a, b) => b.probability - a.probability)
  if (!known) {
    return {
      ...{ ...of, asOf: null, days: 0, index: null, course: { time: [], index: [] }, measures: [] },
      ...{ mode: null, remaining: null, lost: null, predictions: said },
    }
  }
  const { days, index, course, measures, mode, remaining, energy } = known.condition
  const { low, likely, high } = remaining
  const at = (day: number) => formatTime(startOfDay(day, zone))
  return {
    ...{ ...of, asOf: formatTime(known.asOf), days, index, mode, predictions: said },
    course: { time: course.map((one) => at(one.day)), index: course.map((one) => one.index) },
    measures: measures.map(({ values, ...measure }) => ({
      ...{ ...measure, unit: units[measure.kind] },
      ...{ time: values.map((one) => at(one.day)), values: values.map((one) => one.value) },
    })),
    remaining: low === null ? null : { low, likely, high },
    lost: energy && {
      ...{ kwh: energy.lost, kwhPerDay: energy.perDay },
      sekPerMonth: energy.perDay * MONTH * sekPerKwh,
    },
  }
}

/** Days are counted by the local calendar: noon of one is within it in every zone that we have. */
const startOfDay = (day: number, zone: string): Micros => startOfLocalDay(day * DAY + DAY / 2, zone)
