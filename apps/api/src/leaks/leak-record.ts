import {
  formatTime,
  localTime,
  precisionBelief,
  type SavingInput,
  savingInputs,
  USUAL_THRESHOLD,
} from '@driftbild/core'
import { leakThresholds, listLeakOutcomes, statementsByZone, type Tx } from '@driftbild/store'
import type { LeakOutcomeRow, LeakRecord } from '../contract/index.ts'
import { viewLeakOutcome } from '../views/leak-outcome-view.ts'
import { savingAssumptions } from './score-leak.ts'
import { countSince } from './settle-leak.ts'

/** How a zone's suspicions did by the year, what finding leaks saved, and the threshold with its history. */
export async function leakRecord(
  tx: Tx,
  zone: string,
  timeZone: string,
): Promise<Omit<LeakRecord, 'lookedFor' | 'learning'>> {
  const stored = await listLeakOutcomes(tx, { zone })
  const outcomes = stored.map(viewLeakOutcome)
  const history = await leakThresholds(tx, zone)
  const assumed = savingAssumptions((await statementsByZone(tx)).get(zone) ?? {})
  const [last] = history
  const since = last ? countSince(stored, last.at) : { found: 0, notFound: 0 }
  return {
    outcomes,
    years: yearsOf(
      stored.map(({ at }, i) => ({ year: localTime(at, timeZone).year, outcome: outcomes[i]! })),
    ),
    inputs: (Object.keys(savingInputs) as SavingInput[]).map((input) => ({
      ...{ input, unit: savingInputs[input].unit },
      ...assumed[input],
    })),
    threshold: {
      value: last?.threshold ?? USUAL_THRESHOLD,
      limits: last?.limits ?? null,
      since: {
        ...since,
        precision:
          last && since.found + since.notFound > 0 ? precisionBelief(since, last.limits.wanted).mean : null,
      },
      history: history.map(({ threshold, limits, why, by, at }) => ({
        ...{ value: threshold, limits, why, by },
        at: formatTime(at),
      })),
    },
  }
}

/** Each order counts once, however many suspicions it was about; the newest year first. */
function yearsOf(rows: readonly { year: number; outcome: LeakOutcomeRow }[]): LeakRecord['years'] {
  const years = Map.groupBy(rows, ({ year }) => year)
  return [...years]
    .sort(([a], [b]) => b - a)
    .map(([year, some]) => {
      const orders = new Map(some.map(({ outcome }) => [outcome.order, outcome.found]))
      const found = [...orders.values()].filter(Boolean).length
      const sum = (of: 'volume' | 'cost') =>
        some.reduce((all, { outcome }) => all + (outcome.saved?.[of] ?? 0), 0)
      return { year, found, notFound: orders.size - found, volume: sum('volume'), cost: sum('cost') }
    })
}
