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

/** SMHI's forecasts since 2026: amounts (kg/m²) between the beginning of the interval and its end. */
const Snow = z.object({
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

/** The form before: rates (kg/m²/h) since the time before, under short names. */
const Pmp = z.object({
  referenceTime: Time,
  approvedTime: Time.optional(),
  timeSeries: z.array(
    z.object({
      validTime: Time,
      parameters: z.array(z.object({ name: z.string(), values: z.array(z.number()) })),
    }),
  ),
})

const Body = z.union([Snow.transform(ofSnow), Pmp.transform(ofPmp)])

/** Either of SMHI's forms. Throws what is wrong with a body that is neither. */
export const readPointForecast = (body: unknown): PointForecast => Body.parse(body)

function ofSnow({ referenceTime, createdTime, timeSeries }: z.output<typeof Snow>): PointForecast {
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
}

function ofPmp({ referenceTime, approvedTime, timeSeries }: z.output<typeof Pmp>): PointForecast {
  const spans = timeSeries.flatMap(({ validTime: to, parameters }, i) => {
    const from = timeSeries[i - 1]?.validTime ?? to - HOUR
    const of = (name: string) => amount.parse(parameters.find((one) => one.name === name)?.values[0])
    return spanOf(from, to, { least: of('pmin'), median: of('pmedian'), mean: of('pmean'), most: of('pmax') })
  })
  return { issued: approvedTime ?? referenceTime, spans }
}

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
