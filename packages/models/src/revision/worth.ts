import { DAY, type Micros } from '@driftbild/core'
import { brier, calibrationError, logLoss } from '../backtest/scores.ts'
import { mean, meanSpread, PLAIN } from '../common/statistics.ts'
import type { Verdict, Worth } from '../learning.ts'

/** One question that both answered, and what came true. */
export interface TwiceAnswered {
  before: number
  after: number
  happened: boolean
  at: Micros
  /** Of whom it was asked: answers about one hang together. */
  about: string
}

/** What the later answers are worth beside the earlier ones. */
export function worthOf(answers: readonly TwiceAnswered[]): Worth {
  const by = (when: 'before' | 'after') =>
    answers.map((one) => ({ probability: one[when], happened: one.happened }))
  const scored = { brier, logLoss, calibrationError }
  return {
    scores: (['brier', 'logLoss', 'calibrationError'] as const).map((measure) => ({
      measure,
      before: scored[measure](by('before')),
      after: scored[measure](by('after')),
    })),
    verdict: verdictOf(answers),
  }
}

/**
 * By the Brier score, pairwise. Answers about one thing hang together, and those of one week do: the difference must stand
 * out among the things asked about and among the weeks.
 */
function verdictOf(answers: readonly TwiceAnswered[]): Verdict {
  const gains = answers.map(({ before, after, happened, at, about }) => {
    const truth = happened ? 1 : 0
    return { about, week: Math.floor(at / (7 * DAY)), gain: (before - truth) ** 2 - (after - truth) ** 2 }
  })
  const among = (of: (one: (typeof gains)[number]) => string | number): Verdict => {
    const told = meanSpread(
      [...Map.groupBy(gains, of).values()].map((some) => mean(some.map(({ gain }) => gain))!),
    )
    if (told === null || Math.abs(told.mean) <= PLAIN * told.error) return 'even'
    return told.mean > 0 ? 'better' : 'worse'
  }
  const [byThing, byWeek] = [among(({ about }) => about), among(({ week }) => week)]
  return byThing === byWeek ? byThing : 'even'
}
