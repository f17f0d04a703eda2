/**
 * That a gamma variate of this shape and scale 1 exceeds `x`: the regularised upper incomplete gamma function, by its
 * series below the mean and by Lentz's continued fraction above (Numerical Recipes, §6.2).
 */
export function gammaTail(shape: number, x: number): number {
  if (x <= 0) return 1
  const front = Math.exp(-x + shape * Math.log(x) - logGamma(shape))
  return x < shape + 1 ? 1 - front * series(shape, x) : front * fraction(shape, x)
}

const TERMS = 200
const PRECISION = 1e-10
const TINY = 1e-300

function series(shape: number, x: number): number {
  let term = 1 / shape
  let sum = term
  for (let i = 1; i < TERMS && Math.abs(term) > Math.abs(sum) * PRECISION; i++) {
    term *= x / (shape + i)
    sum += term
  }
  return sum
}

function fraction(shape: number, x: number): number {
  let b = x + 1 - shape
  let c = 1 / TINY
  let d = 1 / b
  let value = d
  for (let i = 1; i < TERMS; i++) {
    const a = -i * (i - shape)
    b += 2
    d = 1 / nonZero(a * d + b)
    c = nonZero(b + a / c)
    value *= d * c
    if (Math.abs(d * c - 1) < PRECISION) break
  }
  return value
}

const nonZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value)

/** Lanczos' approximation, g = 7. */
export function logGamma(x: number): number {
  const parts = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ]
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const t = x + 6.5
  const sum = parts.reduce((so, part, i) => so + part / (x + i), 0.9999999999998099)
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}
