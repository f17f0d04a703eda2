import { HOUR, type Micros, parseTime } from '@driftbild/core'
import { z } from 'zod'

/** Rain that a service expects at a point, over spans that follow each other; mm/h. */
export interface PointForecast {
  issued: Micros
  spans: { from: Micros; to: Micros; least: number; median: number; mean: number; most: number }[]
}

const Time = z.iso.datetime({ offset: true }).transform(parseTime)
const NONE = 9_999
const amount = z
  .number()
  .optional()
  .transform((value) => (value === undefined || value < 0 || value >= NONE ? null : value))

/** SMHI's point forecasts (SNOW1gv1): amounts (kg/m²) between the beginning of the interval and its end. */
const Body = z
  .object({
    referenceTime: Time,
    createdTime: Time.optional(),
    timeSeries: z.array(
      z.object({
        time: Time,
        intervalParametersStartTime: Time.optional(),
        data: z.object({
          precipitation_amount_min: amount,
          precipitation_amount_median: amount,
          precipitation_amount_mean: amount,
          precipitation_amount_max: amount,
        }),
      }),
    ),
  })
  .transform(({ referenceTime, createdTime, timeSeries }): PointForecast => {
    const spans = timeSeries.flatMap(({ time: to, intervalParametersStartTime, data }, i) => {
      const from = intervalParametersStartTime ?? timeSeries[i - 1]?.time ?? to - HOUR
      const hours = (to - from) / HOUR
      if (hours <= 0) return []
      return spanOf(from, to, {
        least: rate(data.precipitation_amount_min, hours),
        median: rate(data.precipitation_amount_median, hours),
        mean: rate(data.precipitation_amount_mean, hours),
        most: rate(data.precipitation_amount_max, hours),
      })
    })
    return { issued: createdTime ?? referenceTime, spans }
  })

/** Throws what is wrong with a body of another form. */
export const readPointForecast = (body: unknown): PointForecast => Body.parse(body)

const rate = (sum: number | null, hours: number): number | null => (sum === null ? null : sum / hours)

type Known = Record<'least' | 'median' | 'mean' | 'most', number | null>

/** What one of them leaves out is told by the others; nothing of a span of which none is known. */
function spanOf(from: Micros, to: Micros, { least, median, mean, most }: Known): PointForecast['spans'] {
  const middle = median ?? mean
  if (middle === null) return []
  return [
    {
      ...{ from, to, median: middle, mean: mean ?? middle },
      ...{ least: least ?? 0, most: most ?? Math.max(middle, mean ?? middle) },
    },
  ]
}
