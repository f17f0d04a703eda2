import type { CauseNamed } from '../card.ts'
import type { Episode } from './backtest.ts'

/** Of the faults that were found and whose cause is known, what was named as their cause when they were first said. */
export function namedCauses(episodes: readonly Episode[]): CauseNamed[] {
  const found = Map.groupBy(
    episodes.filter(({ matched }) => matched?.cause !== undefined),
    ({ matched }) => matched!,
  )
  const cases = [...found].map(([{ cause }, of]) => ({ cause: cause!, named: causeIn(of[0]!.first) }))
  return [...Map.groupBy(cases, ({ cause }) => cause)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([cause, of]) => ({
      cause,
      named: Object.fromEntries(
        [...Map.groupBy(of, ({ named }) => named)].map(([named, some]) => [named, some.length]),
      ),
    }))
}

/** What a prediction says that its evidence points to; `none` where it says nothing. */
const causeIn = ({ evidence }: Episode['first']): string => {
  const said = evidence.find(({ sentence }) => sentence.code === 'failure-points-to')
  return typeof said?.sentence.params.mode === 'string' ? said.sentence.params.mode : NONE
}
const NONE = 'none'

/** How many were given a cause, and how many of those the right one; and were the commonest always named. */
export function causesCounted(causes: readonly CauseNamed[]): {
  all: number
  named: number
  right: number
  commonest: number
} {
  const sizes = causes.map(({ named }) => Object.values(named).reduce((sum, n) => sum + n, 0))
  const all = sizes.reduce((sum, n) => sum + n, 0)
  const silent = causes.reduce((sum, { named }) => sum + (named[NONE] ?? 0), 0)
  const right = causes.reduce((sum, { cause, named }) => sum + (named[cause] ?? 0), 0)
  return { all, named: all - silent, right, commonest: Math.max(0, ...sizes) }
}
