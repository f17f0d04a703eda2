import type { Micros } from '@driftbild/core'
import type { OwnerTx } from './database.ts'
import type { LetGo } from './retention.ts'
import { timestamp } from './timestamp.ts'

/**
 * Leaves out of ranges what was let go of: a bucket computed anew from the one late reading that is left would take
 * the place of what all of them said.
 */
export async function withoutLetGo<Range extends { signal: number; from: Micros; to: Micros }>(
  tx: OwnerTx,
  what: LetGo['what'],
  ranges: readonly Range[],
): Promise<Range[]> {
  if (ranges.length === 0) return []
  const gone = await tx.query<{ signal: number; from: Micros; to: Micros }>(
    `select signal, from_time as "from", to_time as "to" from let_go
     where what = $1 and signal = any ($2) and to_time > $3 and from_time < $4`,
    [
      what,
      [...new Set(ranges.map(({ signal }) => signal))],
      timestamp(ranges.reduce((least, { from }) => Math.min(least, from), Infinity)),
      timestamp(ranges.reduce((most, { to }) => Math.max(most, to), -Infinity)),
    ],
  )
  if (gone.length === 0) return [...ranges]
  const bySignal = Map.groupBy(gone, ({ signal }) => signal)
  return ranges.flatMap((range) => cut(range, bySignal.get(range.signal) ?? []))
}

/** What is left of a range without stretches of it. */
export const cut = <Range extends { from: Micros; to: Micros }>(
  range: Range,
  gone: readonly { from: Micros; to: Micros }[],
): Range[] =>
  gone.reduce(
    (pieces, { from, to }) =>
      pieces.flatMap((piece) =>
        [
          { ...piece, to: Math.min(piece.to, from) },
          { ...piece, from: Math.max(piece.from, to) },
        ].filter((part) => part.to > part.from),
      ),
    [range],
  )
