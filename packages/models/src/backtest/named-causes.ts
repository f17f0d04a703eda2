import type { CauseNamed } from '../card.ts'
import type { Episode } from './backtest.ts'

const NONE = 'none'

/** Of the faults that were found and whose cause is known, what was named as their cause, counted by steps at which they were said. */
export function namedCauses(episodes: readonly Episode[]): CauseNamed[] {
  const said = episodes.flatMap(({ matched, pointedTo }) =>
    matched?.cause === undefined
      ? []
      : pointedTo.map((named) => ({ cause: matched.cause!, named: named ?? NONE })),
  )
  return [...Map.groupBy(said, ({ cause }) => cause)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([cause, of]) => ({
      cause,
      named: Object.fromEntries(
        [...Map.groupBy(of, ({ named }) => named)].map(([named, some]) => [named, some.length]),
      ),
    }))
}

/** How often a cause was named, and how often the right one; and how often were the commonest always named. */
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
