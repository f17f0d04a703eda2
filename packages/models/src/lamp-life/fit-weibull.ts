import { solve } from '../common/logistic.ts'

/** One unit's life as far as it is known. */
export interface Life {
  /** Burn hours when it was first watched; what failed before was never seen (left truncation). */
  entry: number
  /** Burn hours when it failed, or when it was last seen working. */
  exit: number
  failed: boolean
  /** What else may matter, in the order of the prior's effects. */
  covariates: readonly number[]
}

interface Believed {
  mean: number
  deviation: number
}

/** What is believed before any life is seen. */
export interface LifePrior {
  /** Burn hours of the law's scale. */
  scale: number
  /** Of the scale's logarithm. */
  doubt: number
  shape: Believed
  /** Of the logarithm of the hazard, for one more of each covariate. */
  effects: readonly Believed[]
}

/** A law of lives for units of different covariates: hazards in proportion, one shape. */
export interface LifeLaw {
  scale: number
  shape: number
  effects: readonly number[]
  lives: number
  failures: number
}

const LEAST_SHAPE = 0.3

/**
 * Weibull regression of proportional hazards with right censoring and left truncation (Klein & Moeschberger, Survival
 * Analysis, 2003, ch. 12): the largest posterior under normal priors, by Newton's method with halved steps. Without
 * lives it is the prior.
 */
export function fitWeibull(lives: readonly Life[], prior: LifePrior): LifeLaw {
  const centre = Math.log(prior.scale)
  const rows = lives
    .filter((life) => life.exit > life.entry)
    .map((life) => ({
      x: [1, ...life.covariates],
      out: Math.log(life.exit) - centre,
      in: life.entry > 0 ? Math.log(life.entry) - centre : null,
      failed: life.failed,
    }))
  const believed = [prior.shape, { mean: 0, deviation: prior.doubt * prior.shape.mean }, ...prior.effects]
  let theta = believed.map(({ mean }) => mean)
  let now = posterior(theta, rows, believed)
  for (let round = 0; round < 60; round++) {
    const step = solve(now.curvature, now.gradient)
    let taken = 1
    let next = now
    let moved = theta
    for (; taken > 1e-6; taken /= 2) {
      moved = theta.map((v, i) => v + taken * step[i]!)
      if (moved[0]! < LEAST_SHAPE) continue
      next = posterior(moved, rows, believed)
      if (next.value >= now.value) break
    }
    if (next.value < now.value || taken <= 1e-6) break
    theta = moved
    const gained = next.value - now.value
    now = next
    if (gained < 1e-10) break
  }
  const [shape, level, ...effects] = theta
  return {
    scale: prior.scale * Math.exp(-level! / shape!),
    shape: shape!,
    effects,
    lives: rows.length,
    failures: rows.filter((row) => row.failed).length,
  }
}

interface Row {
  x: number[]
  out: number
  in: number | null
  failed: boolean
}

/** Logarithm of the posterior at (shape, level, effects…), its gradient, and minus its second derivatives. */
function posterior(theta: readonly number[], rows: readonly Row[], believed: readonly Believed[]) {
  const [shape, ...linear] = theta
  let value = 0
  const gradient = theta.map((v, i) => (believed[i]!.mean - v) / believed[i]!.deviation ** 2)
  const curvature = theta.map((_, i) => theta.map((__, j) => (i === j ? 1 / believed[i]!.deviation ** 2 : 0)))
  for (const [i, v] of theta.entries()) value -= ((v - believed[i]!.mean) / believed[i]!.deviation) ** 2 / 2
  const add = (logTime: number, x: readonly number[], sign: number): void => {
    const z = shape! * logTime + x.reduce((sum, v, i) => sum + v * linear[i]!, 0)
    const hazard = sign * Math.exp(Math.min(z, 50))
    value -= hazard
    const d = [logTime, ...x]
    // A unit is of one batch: nearly all of a row is nought.
    const some = d.flatMap((v, i) => (v === 0 ? [] : i))
    for (const i of some) {
      gradient[i]! -= hazard * d[i]!
      for (const j of some) curvature[i]![j]! += hazard * d[i]! * d[j]!
    }
  }
  for (const row of rows) {
    add(row.out, row.x, 1)
    if (row.in !== null) add(row.in, row.x, -1)
    if (!row.failed) continue
    value += Math.log(shape!) + shape! * row.out + row.x.reduce((sum, v, i) => sum + v * linear[i]!, 0)
    gradient[0]! += 1 / shape! + row.out
    curvature[0]![0]! += 1 / shape! ** 2
    for (const [i, v] of row.x.entries()) gradient[i + 1]! += v
  }
  return { value, gradient, curvature }
}
