/** Weibull's law of lives: S(t) = exp(−(t/scale)^shape). Times in any one unit. */
export interface WeibullLaw {
  scale: number
  shape: number
}

/** Expected failures of one that is never let die; −log of the share that is left. */
export const cumulativeHazard = (t: number, { scale, shape }: WeibullLaw): number =>
  (Math.max(t, 0) / scale) ** shape

/** The share that still works at an age. */
export const surviving = (age: number, law: WeibullLaw): number => Math.exp(-cumulativeHazard(age, law))

/** How likely one that works at an age is to fail within `more`. */
export const failsWithin = (age: number, more: number, law: WeibullLaw): number =>
  -Math.expm1(cumulativeHazard(age, law) - cumulativeHazard(age + more, law))

/** Until half have failed. */
export const medianOf = ({ scale, shape }: WeibullLaw): number => scale * Math.LN2 ** (1 / shape)

export const withMedian = (median: number, shape: number): WeibullLaw => ({
  scale: median / Math.LN2 ** (1 / shape),
  shape,
})
