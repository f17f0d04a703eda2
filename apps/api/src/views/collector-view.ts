import { type ClockOffset, formatTime, joinLate, type LateArrival, MINUTE, SECOND } from '@driftbild/core'
import type { CollectorRow, Issue, JudgedSilence } from '@driftbild/store'
import type { CollectorView } from '../contract/index.ts'

/** Late batches so close to each other came together. */
const PAUSE = 10 * MINUTE

export interface CollectorFacts {
  row: CollectorRow
  silences: readonly JudgedSilence[]
  /** In the order they arrived. */
  late: readonly LateArrival[]
  issues: readonly Issue[]
  clocks: readonly ClockOffset[]
}

export const viewCollector = ({ row, silences, late, issues, clocks }: CollectorFacts): CollectorView => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  lastBatch: row.lastBatchAt === null ? null : formatTime(row.lastBatchAt),
  readings: row.readings,
  unassigned: row.unassigned,
  silences: silences.map((silence) => ({
    signals: silence.signals,
    from: formatTime(silence.from),
    to: silence.to === null ? null : formatTime(silence.to),
    reason: silence.reason,
    recovered: recoveredOf(silence),
  })),
  late: joinLate(late, PAUSE)
    .reverse()
    .map(({ from, to, arrivedFrom, arrivedTo, readings }) => ({
      from: formatTime(from),
      to: formatTime(to),
      arrivedFrom: formatTime(arrivedFrom),
      arrivedTo: formatTime(arrivedTo),
      readings,
    })),
  clocks: clocks.map(({ device, signals, offset, from, to }) => ({
    ...{ device, signals, offset: offset / SECOND },
    from: formatTime(from),
    to: to === null ? null : formatTime(to),
  })),
  issues: issues.map(({ kind, key, unit, expectedUnit, firstAt, lastAt, readings }) => ({
    ...{ kind, key, unit, expectedUnit, readings },
    firstAt: formatTime(firstAt),
    lastAt: formatTime(lastAt),
  })),
})

function recoveredOf({ from, to, missing, known }: JudgedSilence): number | null {
  const whole = to === null ? 0 : known * (to - from)
  return missing === null || whole === 0 ? null : Math.max(0, 1 - missing / whole)
}
