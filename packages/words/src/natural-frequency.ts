export interface Frequency {
  of: 10 | 20 | 100
  right: number
}

/**
 * A probability as people count: "about 7 of 10". Near the ends ten is too coarse to be honest, so twenty and
 * a hundred are used there; never 0 of and never all.
 */
export function naturalFrequency(probability: number): Frequency {
  for (const cases of [10, 20, 100] as const) {
    const right = Math.round(probability * cases)
    if (right > 0 && right < cases) return { of: cases, right }
  }
  return { of: 100, right: probability < 0.5 ? 1 : 99 }
}
