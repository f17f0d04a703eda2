import { z } from 'zod'
import { Micros } from './time.ts'

/** A series ahead with quantiles. `values[q][i]` is quantile `quantiles[q]` at `time[i]`, in the signal's unit. */
export const Forecast = z.object({
  signal: z.string(),
  asOf: Micros,
  time: z.array(Micros).min(1),
  quantiles: z.array(z.number().gt(0).lt(1)).min(1),
  values: z.array(z.array(z.number())),
  /** What is expected on average at each time, where whoever forecasts says that, too. */
  mean: z.array(z.number()).optional(),
  model: z.object({ name: z.string(), version: z.string() }),
})
export type Forecast = z.infer<typeof Forecast>
