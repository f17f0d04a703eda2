/** A stretch of a series with one level; usual when the level may be what was learnt, wandering aside. */
export interface Regime {
  /** First row, and the one after the last. */
  from: number
  to: number
  mean: number
  usual: boolean
}

export interface RegimePriors {
  /** Variance of a row around its regime's level, with what neighbouring rows share counted in. */
  noise: number
  /** Spread of usual levels: how far a healthy series wanders from 0. */
  wander: number
  /** Spread of unusual levels. */
  departure: number
  /** Log odds that a row begins a new regime, negated. */
  cost: number
}

/** Shorter regimes are possible, but have to be that much clearer. */
const SHORT_USUAL = 30
const SHORT_UNUSUAL = 10
const SHORTNESS = 6
/** Odds that an unusual regime shows in this series at all. */
const SHOWS = 0.5

/**
 * The likeliest division of a series (standardised to what was learnt, 0 = as usual) into regimes, over all
 * divisions, in hindsight: each regime has its own level, drawn around 0 when usual and far wider when not, so that
 * a long small departure and a short large one weigh by the same rule. Quadratic in the length. Two usual regimes
 * never meet: the series wanders within one.
 */
export function regimesOf(series: Float64Array, priors: RegimePriors): Regime[] {
  const n = series.length
  const sums = new Float64Array(n + 1)
  for (let i = 0; i < n; i++) sums[i + 1] = sums[i]! + series[i]!
  const usual = new Float64Array(n + 1).fill(-Infinity)
  const unusual = new Float64Array(n + 1).fill(-Infinity)
  const usualFrom = new Int32Array(n + 1)
  const unusualFrom = new Int32Array(n + 1)
  const unusualAfterUsual = new Uint8Array(n + 1)
  usual[0] = 0
  const weigh = weightsByLength(n, priors)
  for (let to = 1; to <= n; to++) {
    for (let from = 0; from < to; from++) {
      const { asUsual, asUnusual } = weigh((sums[to]! - sums[from]!) / (to - from), to - from)
      const stays = from === 0 ? asUsual : unusual[from]! - priors.cost + asUsual
      if (stays > usual[to]!) {
        usual[to] = stays
        usualFrom[to] = from
      }
      const departs = Math.max(usual[from]!, unusual[from]!) - priors.cost + asUnusual
      if (departs > unusual[to]!) {
        unusual[to] = departs
        unusualFrom[to] = from
        unusualAfterUsual[to] = usual[from]! >= unusual[from]! ? 1 : 0
      }
    }
  }
  const regimes: Regime[] = []
  let isUsual = usual[n]! >= unusual[n]!
  for (let to = n; to > 0; ) {
    const from = isUsual ? usualFrom[to]! : unusualFrom[to]!
    regimes.unshift({ from, to, mean: (sums[to]! - sums[from]!) / (to - from), usual: isUsual })
    isUsual = isUsual ? false : unusualAfterUsual[to] === 1
    to = from
  }
  return regimes
}

/** Log likelihoods of a mean over some rows, against one of exactly 0; what depends on the length alone is kept. */
function weightsByLength(n: number, { noise, wander, departure }: RegimePriors) {
  const byLength = Array.from({ length: n + 1 }, (_, length) => {
    const error = noise / Math.max(1, length)
    return {
      exact: 0.5 / error,
      usual: { log: -0.5 * Math.log((wander ** 2 + error) / error), curve: 0.5 / (wander ** 2 + error) },
      wide: { log: -0.5 * Math.log((departure ** 2 + error) / error), curve: 0.5 / (departure ** 2 + error) },
    }
  })
  return (mean: number, length: number): { asUsual: number; asUnusual: number } => {
    const { exact, usual, wide } = byLength[length]!
    const square = mean * mean
    const near = usual.log + square * (exact - usual.curve)
    const far = wide.log + square * (exact - wide.curve)
    const top = Math.max(near, far)
    return {
      asUsual: near - (length < SHORT_USUAL ? SHORTNESS : 0),
      asUnusual:
        top +
        Math.log((1 - SHOWS) * Math.exp(near - top) + SHOWS * Math.exp(far - top)) -
        (length < SHORT_UNUSUAL ? SHORTNESS : 0),
    }
  }
}
