export interface ReliabilityPoint {
  /** Mean of what was said, and how often it came true. */
  said: number
  was: number
  count: number
}

/** What was said against what happened, in ten equal bins of probability; empty ones are left out. */
export function reliability(
  answers: readonly { probability: number; happened: boolean }[],
): ReliabilityPoint[] {
  const bins = Map.groupBy(answers, (a) => Math.min(9, Math.floor(a.probability * 10)))
  return [...bins]
    .toSorted(([a], [b]) => a - b)
    .map(([, bin]) => ({
      said: bin.reduce((sum, a) => sum + a.probability, 0) / bin.length,
      was: bin.filter((a) => a.happened).length / bin.length,
      count: bin.length,
    }))
}
