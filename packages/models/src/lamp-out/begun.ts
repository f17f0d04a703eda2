import { DAY, HOUR, type Micros, type Prediction } from '@driftbild/core'

/** From the middle of a night to the morning's step. */
const REST_OF_NIGHT = 9 * HOUR

/**
 * When that began which has shown for so many nights, the newest alone being one: what comes in the second half of a night shows
 * from the next one on.
 */
export function begunByNight(nights: number, asOf: Micros): Prediction['when'] {
  const to = asOf - (nights - 1) * DAY - REST_OF_NIGHT
  return { from: to - DAY, likely: to - DAY / 2, to }
}

/** The same of what shows as soon as it is day, in so many days. */
export function begunByDay(days: number, asOf: Micros): Prediction['when'] {
  const to = asOf - (days - 1) * DAY
  return { from: to - DAY, likely: to - DAY / 2, to }
}
