import { type Batch, DAY, type Kommunkod, type Micros, type ReportingRule } from '@driftbild/core'
import type { StoredReading } from './archive-pages.ts'
import type { Database, Tx } from './database.ts'
import { queueRollups } from './place-readings.ts'
import { type AssignedRow, copyReadings, readingRows } from './reading-copy.ts'
import { cut } from './standing-ranges.ts'
import { timestamp } from './timestamp.ts'

/** Signals of which readings were let go of because they lie in the file with this hash. */
export const letGoInto = (tx: Tx, sha256: string): Promise<{ signal: number; key: string }[]> =>
  tx.query(
    `select distinct s.id as signal, s.key from let_go l join archive_file f on f.id = l.file
     join signal s on s.id = l.signal where f.sha256 = $1 order by s.key`,
    [sha256],
  )

export interface TakenBack {
  /** Readings that were put back; all others were there. */
  readings: number
}

/**
 * Puts readings back that were let go of, as entries of the very outboxes that they came from: what was known at an
 * instant stays true. `readings` are whole days (UTC) of signals, out of the file with this hash; a day that was not
 * let go of into it is there, and is left alone. In one transaction with the note that says that the day is gone, so
 * that nothing is put back twice.
 */
export async function putBack(
  db: Database,
  municipality: Kommunkod,
  sha256: string,
  readings: readonly StoredReading[],
): Promise<TakenBack> {
  const file = await db.transaction({ municipality, role: 'reader' }, (tx) => findFile(tx, sha256))
  if (file === null || readings.length === 0) return { readings: 0 }
  return db.transaction({ municipality, role: 'ingest' }, async (tx) => {
    const days = Map.groupBy(readings, ({ key, reading }) => nameOf(key, dayOf(reading.sourceTime)))
    const signals = await findSignals(tx, readings)
    const gone = await takeNotes(tx, [...signals.keys()], readings)
    const isBack = (note: Note, day: Micros) =>
      note.what === 'reading' && note.file === file && days.has(nameOf(signals.get(note.signal)!.key, day))
    const back = gone.flatMap((note) =>
      daysOf(note)
        .filter((day) => isBack(note, day))
        .map((day) => ({ signal: note.signal, day })),
    )
    await putNotes(tx, gone, back)
    const rows = back.flatMap(({ signal, day }) =>
      days.get(nameOf(signals.get(signal)!.key, day))!.map((row) => ({ ...row, signal })),
    )
    await writeRows(tx, rows, signals)
    return { readings: rows.length }
  })
}

const dayOf = (at: Micros): Micros => Math.floor(at / DAY) * DAY
const nameOf = (key: string, day: Micros): string => `${day} ${key}`
const daysOf = ({ from, to }: Note): Micros[] =>
  Array.from({ length: (to - from) / DAY }, (_, i) => from + i * DAY)

async function findFile(tx: Tx, sha256: string): Promise<number | null> {
  const [file] = await tx.query<{ id: number }>('select id from archive_file where sha256 = $1', [sha256])
  return file?.id ?? null
}

interface KnownSignal {
  id: number
  key: string
  reporting: ReportingRule
}

async function findSignals(tx: Tx, readings: readonly StoredReading[]): Promise<Map<number, KnownSignal>> {
  const keys = [...new Set(readings.map(({ key }) => key))]
  const rows = await tx.query<KnownSignal>('select id, key, reporting from signal where key = any ($1)', [
    keys,
  ])
  return new Map(rows.map((row) => [row.id, row]))
}

interface Note {
  signal: number
  what: string
  from: Micros
  to: Micros
  at: Micros
  by: string
  decision: string
  file: number | null
}

/** Takes the notes of what was let go of near the readings; whoever else wants to put them back waits, and finds none. */
async function takeNotes(
  tx: Tx,
  signals: readonly number[],
  readings: readonly StoredReading[],
): Promise<Note[]> {
  const times = readings.map(({ reading }) => reading.sourceTime)
  return tx.query(
    `delete from let_go where signal = any ($1) and to_time > $2 and from_time <= $3
     returning signal, what, from_time as "from", to_time as "to", at, by_user as by, decision, file`,
    [
      signals,
      timestamp(times.reduce((least, at) => Math.min(least, at))),
      timestamp(times.reduce((most, at) => Math.max(most, at))),
    ],
  )
}

/** Notes them again but for the days that are back, in all their steps. */
async function putNotes(
  tx: Tx,
  gone: readonly Note[],
  back: readonly { signal: number; day: Micros }[],
): Promise<void> {
  const bySignal = Map.groupBy(back, ({ signal }) => signal)
  const rest = gone.flatMap((note) =>
    cut(
      note,
      (bySignal.get(note.signal) ?? []).map(({ day }) => ({ from: day, to: day + DAY })),
    ),
  )
  await tx.query(
    `insert into let_go (signal, what, from_time, to_time, at, by_user, decision, file)
     select signal, what, "from", "to", at, by, decision, file from jsonb_to_recordset($1) as r (signal integer,
       what text, "from" timestamptz, "to" timestamptz, at timestamptz, by text, decision text, file integer)`,
    [
      JSON.stringify(
        rest.map((note) => ({
          ...note,
          from: timestamp(note.from),
          to: timestamp(note.to),
          at: timestamp(note.at),
        })),
      ),
    ],
  )
}

type PlacedReading = StoredReading & { signal: number }

async function writeRows(
  tx: Tx,
  rows: readonly PlacedReading[],
  signals: ReadonlyMap<number, KnownSignal>,
): Promise<void> {
  const epochs = await epochIds(tx, rows)
  for (const [uuid, some] of Map.groupBy(rows, ({ epoch }) => epoch)) {
    const batch = columnsOf(some)
    const assigned: AssignedRow[] = some.map(({ signal }, row) => ({ row, signal }))
    await copyReadings(tx, readingRows(epochs.get(uuid)!, batch, assigned))
    await queueRollups(tx, batch, assigned, (signal) => signals.get(signal)!.reporting)
  }
}

async function epochIds(tx: Tx, rows: readonly StoredReading[]): Promise<Map<string, number>> {
  const uuids = [...new Set(rows.map(({ epoch }) => epoch))]
  const known = await tx.query<{ uuid: string; id: number }>(
    'select uuid, id from epoch where uuid = any ($1::uuid[])',
    [uuids],
  )
  const ids = new Map(known.map(({ uuid, id }) => [uuid, id]))
  const unknown = uuids.find((uuid) => !ids.has(uuid))
  if (unknown !== undefined) throw new Error(`the store knows no outbox ${unknown}`)
  return ids
}

const columnsOf = (rows: readonly StoredReading[]): Pick<Batch, 'readings'> => ({
  readings: {
    sequence: rows.map(({ sequence }) => sequence),
    signal: rows.map(() => 0),
    sourceTime: rows.map(({ reading }) => reading.sourceTime),
    serverTime: rows.map(({ reading }) => reading.serverTime),
    receivedTime: rows.map(({ reading }) => reading.receivedTime),
    value: rows.map(({ reading }) => ('value' in reading ? reading.value : null)),
    reason: rows.map(({ reading }) => ('reason' in reading ? reading.reason : null)),
    status: rows.map(({ reading }) => reading.status),
    collectorClock: rows.map(({ reading }) => reading.clock === 'collector'),
  },
})
