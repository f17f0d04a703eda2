import { hashText, mix, uniformAt } from '../random.ts'
import type { Luminaire } from './plan.ts'

/** Hours of darkness in a year at this latitude. */
export const BURNT_A_YEAR = 3900

/** Life of LED and gear, and of a sodium lamp: hours and shape of the Weibull law. */
const LIFE = { LED: [130_000, 1.7], 'high-pressure-sodium': [36_000, 3.2] } as const

/** Kelvins that halve a life. */
const HALVES = 14
/** One delivery in so many was bad, and this is what is left of its lives. */
const BAD_BATCHES = 0.14
const OF_BAD = 0.42

/** The law by which a unit of a batch lives in a place; what the models are to find out. */
export function lifeOf(
  { source, heat }: Pick<Luminaire, 'source' | 'heat'>,
  batch: string | null,
): { scale: number; shape: number } {
  const [scale, shape] = LIFE[source]
  const isBad = batch !== null && uniformAt(mix(hashText(batch), 0xbad), 0) < BAD_BATCHES
  return { scale: scale * 2 ** (-heat / HALVES) * (isBad ? OF_BAD : 1), shape }
}
