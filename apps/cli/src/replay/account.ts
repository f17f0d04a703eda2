import { hasValue, type Kommunkod, type Micros, parseTime } from '@driftbild/core'
import { combineChecksums, createChecksum } from '@driftbild/simulators'
import { type Database, extentOf, readingsBetween } from '@driftbild/store'
import { z } from 'zod'

const Time = z.string().transform(parseTime)
const Summary = z.object({
  count: z.int(),
  missing: z.int(),
  checksum: z.string(),
  signals: z.record(
    z.string(),
    z.object({ count: z.int(), missing: z.int(), checksum: z.string(), first: Time, last: Time }),
  ),
})
type ServedSignal = z.infer<typeof Summary>['signals'][string]

/** What was served beside what is stored. */
export interface Account {
  served: number
  servedMissing: number
  stored: number
  storedMissing: number
  signals: number
  equalSignals: number
  /** Keys whose stored readings are not the served ones, value by value and time by time. */
  differing: string[]
  equal: boolean
}

const PAGE = 5_000

/**
 * Of each signal the stretch that was served. Compares once as much is stored as was served; before that it only
 * counts.
 */
export async function accountOf(db: Database, municipality: Kommunkod, summary: unknown): Promise<Account> {
  const served = Summary.parse(summary)
  const scope = { municipality, role: 'reader' } as const
  const signals = Object.entries(served.signals)
  let stored = 0
  for (const [key, signal] of signals) {
    stored += (await db.transaction(scope, (tx) => extentOf(tx, key, stretchOf(signal)))).readings
  }
  const account: Account = {
    served: served.count,
    servedMissing: served.missing,
    stored,
    storedMissing: 0,
    signals: signals.length,
    equalSignals: 0,
    differing: [],
    equal: false,
  }
  if (stored < served.count) return account
  const checksums: Record<string, string> = {}
  for (const [key, signal] of signals) {
    const found = await storedSeries(db, municipality, key, stretchOf(signal))
    checksums[key] = found.checksum
    account.storedMissing += found.missing
    if (found.checksum === signal.checksum) account.equalSignals++
    else account.differing.push(key)
  }
  return { ...account, equal: combineChecksums(checksums) === served.checksum }
}

/** `to` not in it. */
const stretchOf = ({ first, last }: ServedSignal) => ({ from: first, to: last + 1 })

async function storedSeries(
  db: Database,
  municipality: Kommunkod,
  key: string,
  stretch: { from: Micros; to: Micros },
): Promise<{ checksum: string; missing: number }> {
  const checksum = createChecksum()
  let missing = 0
  const scope = { municipality, role: 'reader' } as const
  let from: Micros | null = stretch.from
  while (from !== null) {
    const at: Micros = from
    const readings = await db.transaction(scope, (tx) =>
      readingsBetween(tx, key, { from: at, to: stretch.to, limit: PAGE }),
    )
    // A page may end between readings of one source time: those are asked for again.
    const full = readings.length === PAGE
    const edge = readings.at(-1)?.sourceTime ?? null
    for (const reading of readings) {
      if (full && reading.sourceTime === edge) break
      checksum.add(reading.sourceTime, hasValue(reading) ? reading.value : null)
      if (!hasValue(reading)) missing++
    }
    from = full ? edge : null
  }
  return { checksum: checksum.digest(), missing }
}
