import type { Series } from '@driftbild/api/contract'
import type { ZoneInflow } from '../../data/figures.ts'

/** A zone's inflow in the form that charts draw; an hour that isn't known is a hole. */
export function inflowSeries(tag: string, { time, values }: ZoneInflow): Series {
  const at = (seconds: number | undefined) => new Date((seconds ?? 0) * 1000).toISOString()
  return {
    ...{ key: `${tag}/flow`, unit: 'm3/h', resolution: '1h' },
    ...{ from: at(time[0]), to: at(time.at(-1)) },
    time,
    ...{ average: values, minimum: values, maximum: values, last: values },
    quality: values.map((value) => (value === null ? 'bad' : 'good')),
    held: values.map(() => false),
    gaps: [],
    letGo: [],
  }
}
