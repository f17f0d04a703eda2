import { type Micros, statusCodes } from '@driftbild/core'
import type { History, Observed } from '../servers/history.ts'
import type { Columns } from './columns.ts'

/** The recorded file as the device's memory: whatever has been served of it can be asked for again. */
export interface ServedHistory extends History {
  /** The newest that has been served, if anything has. */
  newest(): Observed | null
}

export const observedAt = ({ time, value }: Columns, i: number): Observed =>
  Number.isNaN(value[i])
    ? { time: time[i]!, value: null, status: statusCodes.BadNoData }
    : { time: time[i]!, value: value[i]!, status: statusCodes.Good }

/** One history for each series; `served` tells how many cells of the whole recording have been served. */
export function createHistories(
  columns: Columns,
  seriesCount: number,
  served: () => number,
): ServedHistory[] {
  const counts = new Uint32Array(seriesCount)
  for (let i = 0; i < columns.length; i++) counts[columns.series[i]!]!++
  const places = Array.from(counts, (count) => new Uint32Array(count))
  counts.fill(0)
  for (let i = 0; i < columns.length; i++) {
    const series = columns.series[i]!
    places[series]![counts[series]!++] = i
  }
  return places.map((mine) => historyOf(columns, mine, served))
}

/** `mine`: places of the series' cells in the columns, in order of time. */
function historyOf(columns: Columns, mine: Uint32Array, served: () => number): ServedHistory {
  const end = () => firstWhere(mine, (i) => i >= served())
  return {
    newest() {
      const last = end() - 1
      return last < 0 ? null : observedAt(columns, mine[last]!)
    },
    between(from: Micros, to: Micros, most, newestFirst) {
      const first = firstWhere(mine, (i) => columns.time[i]! >= from)
      const past = Math.min(
        end(),
        firstWhere(mine, (i) => columns.time[i]! > to),
      )
      const count = Math.max(0, past - first)
      const wanted = most > 0 ? Math.min(most, count) : count
      return Array.from({ length: wanted }, (_, n) =>
        observedAt(columns, mine[newestFirst ? past - 1 - n : first + n]!),
      )
    },
  }
}

/** Binary search: `test` is false up to some place and true from there on. */
function firstWhere(mine: Uint32Array, test: (i: number) => boolean): number {
  let low = 0
  let high = mine.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (test(mine[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}
