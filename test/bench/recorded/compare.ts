import { formatTime } from '@driftbild/core'
import type { Database } from '@driftbild/store'
import { type LedgerSpan, ledgerOfAll, type StoredCell, storedCells } from '../../chain/stored.ts'
import { createCellSum } from './cell-sum.ts'
import type { RecordedCell } from './read-cells.ts'
import { isPlayed, type Recording } from './recordings.ts'

/** One file: what it holds of the window beside what the store holds of the same stretch. */
export interface FileRow {
  file: string
  served: number
  stored: number
  missing: number
  /** Stored without a value, by reason and status. */
  bad: Record<string, number>
  equal: boolean
  duplicates: number
}

/** What the files of a recording hold beside what the store holds of its municipality. */
export interface Comparison {
  files: FileRow[]
  /** Stored beyond what the files hold. */
  unexpected: number
  ledger: LedgerSpan
  /** Both hours of every signal whose wall time came twice, as the file and as the store have them. */
  repeatedHour: string[]
}

export async function compare(db: Database, recording: Recording): Promise<Comparison> {
  const stored = await storedCells(db, recording.municipality)
  const played = recording.files.map(({ path, cells }) => ({
    path,
    cells: cells.filter((cell) => isPlayed(recording, cell)),
  }))
  const files = played.map(({ path, cells }) => compareFile(path, cells, stored))
  return {
    files,
    unexpected: stored.length - files.reduce((sum, file) => sum + file.stored, 0),
    ledger: await ledgerOfAll(db, recording.municipality),
    repeatedHour: repeatedHourOf(
      played.flatMap(({ cells }) => cells),
      stored,
    ),
  }
}

/** Nothing lost, nothing changed, nothing twice, and every missing value told as such. */
export function isWhole({ files, unexpected, ledger }: Comparison): boolean {
  const rows = files.reduce((sum, file) => sum + file.stored, 0)
  return (
    unexpected === 0 &&
    ledger.holes === 0 &&
    ledger.readings === rows &&
    ledger.durable === ledger.readings + ledger.silences &&
    files.every(
      ({ served, stored, missing, bad, equal, duplicates }) =>
        equal &&
        served === stored &&
        duplicates === 0 &&
        missing === Object.values(bad).reduce((a, b) => a + b, 0),
    )
  )
}

function compareFile(file: string, played: readonly RecordedCell[], stored: readonly StoredCell[]): FileRow {
  const times = played.map((cell) => cell.time)
  const from = times.reduce((a, b) => Math.min(a, b))
  const to = times.reduce((a, b) => Math.max(a, b))
  const there = stored.filter(({ time }) => time >= from && time <= to)
  const [inFile, inStore] = [createCellSum(), createCellSum()]
  for (const { key, time, value } of played) inFile.add(key, time, value)
  for (const { key, time, value } of there) inStore.add(key, time, value)
  const bad: Record<string, number> = {}
  for (const { value, reason, status } of there) {
    if (value !== null) continue
    const why = `${reason} 0x${status.toString(16)}`
    bad[why] = (bad[why] ?? 0) + 1
  }
  return {
    file,
    served: inFile.count,
    stored: inStore.count,
    missing: inFile.missing,
    bad,
    equal: inFile.digest() === inStore.digest(),
    duplicates: there.length - new Set(there.map((cell) => `${cell.key} ${cell.time} ${cell.value}`)).size,
  }
}

function repeatedHourOf(played: readonly RecordedCell[], stored: readonly StoredCell[]): string[] {
  const byWall = Map.groupBy(played, ({ key, wall }) => `${key} ${wall}`)
  const twice = [...byWall.values()].filter((cells) => cells.length === 2)
  const [first] = twice
  if (!first) return []
  const shown = twice.filter((cells) => cells[0]!.wall === first[0]!.wall).flat()
  return shown.map(({ key, wall, time, value }) => {
    const there = stored.filter((cell) => cell.key === key && cell.time === time)
    const values = there.map((cell) => cell.value ?? cell.reason).join(', ')
    return `${key.padEnd(12)} ${wall}  ${String(value ?? '–').padStart(18)}  →  ${formatTime(time)}  ${values}`
  })
}
