import type { Series } from '@driftbild/api/contract'
import type { Figure, ZoneInflow } from '../../data/figures.ts'

/** A zone's inflow in the form that charts draw. */
export const inflowSeries = (tag: string, { time, values }: ZoneInflow): Series =>
  flowSeries(`${tag}/flow`, time, values, '1h')

/** When a figure's days begin, in Unix seconds. */
export const daysOf = ({ time }: Figure['trend']): number[] => time.map((at) => Date.parse(at) / 1000)

/** A figure's days likewise. */
export const dailySeries = (key: string, trend: Figure['trend']): Series =>
  flowSeries(key, daysOf(trend), trend.values, 'day')

const lengths = { '1h': 3_600, day: 86_400 } as const

/** What isn't known is a gap: whether nothing was measured or nothing good, a sum of several signals can't say. */
export function flowSeries(
  key: string,
  time: number[],
  values: (number | null)[],
  resolution: keyof typeof lengths,
): Series {
  const at = (seconds: number | undefined) => new Date((seconds ?? 0) * 1000).toISOString()
  const known = time.flatMap((seconds, i) => (values[i] == null ? [] : [{ seconds, value: values[i] }]))
  const flows = known.map(({ value }) => value)
  const gaps: Series['gaps'] = []
  for (const [i, seconds] of time.entries()) {
    if (values[i] != null) continue
    const from = at(seconds)
    const to = at(time[i + 1] ?? seconds + lengths[resolution])
    const before = gaps.at(-1)
    if (before?.to === from) before.to = to
    else gaps.push({ from, to, reason: 'missing' })
  }
  return {
    ...{ key, unit: 'm3/h', resolution },
    ...{ from: at(time[0]), to: at(time.at(-1)) },
    time: known.map(({ seconds }) => seconds),
    ...{ average: flows, minimum: flows, maximum: flows, last: flows },
    quality: flows.map(() => 'good'),
    held: flows.map(() => false),
    ...{ gaps, letGo: [] },
  }
}
