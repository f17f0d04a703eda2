import type { Series } from '@driftbild/api/contract'
import type { Figure, ZoneInflow } from '../../data/figures.ts'

/** A zone's inflow in the form that charts draw; an hour that isn't known is a hole. */
export const inflowSeries = (tag: string, { time, values }: ZoneInflow): Series =>
  flowSeries(`${tag}/flow`, time, values, '1h')

/** A figure's days likewise. */
export const dailySeries = (key: string, { time, values }: Figure['trend']): Series =>
  flowSeries(
    key,
    time.map((at) => Date.parse(at) / 1000),
    values,
    'day',
  )

export function flowSeries(
  key: string,
  time: number[],
  values: (number | null)[],
  resolution: Series['resolution'],
): Series {
  const at = (seconds: number | undefined) => new Date((seconds ?? 0) * 1000).toISOString()
  return {
    ...{ key, unit: 'm3/h', resolution },
    ...{ from: at(time[0]), to: at(time.at(-1)) },
    time,
    ...{ average: values, minimum: values, maximum: values, last: values },
    quality: values.map((value) => (value === null ? 'bad' : 'good')),
    held: values.map(() => false),
    gaps: [],
    letGo: [],
  }
}
