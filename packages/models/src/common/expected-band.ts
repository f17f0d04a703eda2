import type { Evidence, Forecast, Micros } from '@driftbild/core'

type Band = NonNullable<NonNullable<Evidence['chart']>['expected']>

/** What a forecast says up to an instant, for a chart: its outermost quantiles and its middle one. */
export function expectedBand({ time, quantiles, values }: Forecast, until: Micros): Band {
  const count = time.filter((at) => at <= until).length
  const order = quantiles.map((q, i) => ({ q, i })).sort((a, b) => a.q - b.q)
  const middle = order.toSorted((a, b) => Math.abs(a.q - 0.5) - Math.abs(b.q - 0.5))[0]!
  const upTo = ({ i }: { i: number }) => values[i]!.slice(0, count)
  return { time: time.slice(0, count), low: upTo(order[0]!), mid: upTo(middle), high: upTo(order.at(-1)!) }
}
