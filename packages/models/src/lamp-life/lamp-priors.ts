import type { LightSource } from '@driftbild/core'
import type { LifePrior } from './fit-weibull.ts'

interface SourcedPrior {
  scale: number
  doubt: number
  shape: LifePrior['shape']
  source: string
}

/**
 * What is believed of a type before the municipality's own lives speak. They are wide: what makers state are lives of
 * what they sell under their own conditions.
 */
export const lampPriors: Record<LightSource, SourcedPrior> = {
  LED: {
    scale: 100_000,
    doubt: 0.5,
    shape: { mean: 1.6, deviation: 0.5 },
    source: 'U.S. DOE / NGLIA, LED Luminaire Lifetime, 3rd ed., 2014: electronics fail before light fades',
  },
  'high-pressure-sodium': {
    scale: 30_000,
    doubt: 0.35,
    shape: { mean: 3, deviation: 0.7 },
    source: 'after the survival curves of CIE 154:2003',
  },
  'metal-halide': {
    scale: 14_000,
    doubt: 0.4,
    shape: { mean: 3, deviation: 0.7 },
    source: 'after the survival curves of CIE 154:2003',
  },
  mercury: {
    scale: 22_000,
    doubt: 0.4,
    shape: { mean: 2.5, deviation: 0.7 },
    source: 'after the survival curves of CIE 154:2003',
  },
}

/** Life is divided by this for 10 K more: half of what Arrhenius’ rule says of electrolytic capacitors. */
const PER_10_KELVIN = 1.4
/** And by this when it is switched twice as often. */
const PER_DOUBLING = 1.12
/** Of the logarithm of life, between one supplier's batches. */
const BETWEEN_BATCHES = 0.35

/** The prior of a type whose lives come from so many batches: K above its peers, doublings of switchings, then each batch. */
export function lampPrior(source: LightSource, batches: number): LifePrior {
  const { scale, doubt, shape } = lampPriors[source]
  const effect = (life: number, deviation: number) => ({
    mean: shape.mean * life,
    deviation: shape.mean * deviation,
  })
  return {
    scale,
    doubt,
    shape,
    effects: [
      effect(Math.log(PER_10_KELVIN) / 10, 0.025),
      effect(Math.log(PER_DOUBLING), 0.15),
      ...Array.from({ length: batches }, () => effect(0, BETWEEN_BATCHES)),
    ],
  }
}
