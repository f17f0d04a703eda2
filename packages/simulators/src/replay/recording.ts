import { basename } from 'node:path'
import {
  type Micros,
  type ReportingRule,
  type Role,
  SECOND,
  type SignalKind,
  signalKey,
  type Unit,
} from '@driftbild/core'
import { type Columns, createColumns } from './columns.ts'
import { type CsvRow, detectDelimiter, readCsv } from './csv.ts'
import type { ReplayMapping } from './mapping.ts'
import { type Refusal, readRows } from './rows.ts'

/** One signal of a recording. */
export interface RecordedSeries {
  key: string
  asset: string
  role: Role
  unit: Unit
  kind: SignalKind
  reporting: ReportingRule
  range: [number, number] | null
}

/**
 * What became of every cell that the mapping names. Nothing is dropped without being counted:
 * cells = values + missing + repeated + outside + refused.
 */
export interface CellCounts {
  rows: number
  cells: number
  values: number
  missing: number
  /** The same signal, time and value once more. */
  repeated: number
  /** Not within the window asked for. */
  outside: number
  refused: number
}

/** Recorded values in order of time, ready to be served. */
export interface Recording {
  mapping: ReplayMapping
  series: RecordedSeries[]
  /** First row of each asset that rows name, by tag; empty where columns name them. */
  assetRows: Map<string, Record<string, string>>
  columns: Columns
  counts: CellCounts
  /** Rows of an autumn's second hour, within the window. */
  laterHourRows: number
  /** First and last time in the files, also outside the window; null where no row has one. */
  covers: { from: Micros; to: Micros } | null
  /** The first few that were refused or repeated, with their places. */
  refusals: Refusal[]
  /** Columns of the files that the mapping doesn't name. */
  ignored: string[]
}

export interface RecordingSpec {
  files: readonly string[]
  mapping: ReplayMapping
  /** Rows of a file that is no CSV, the header first; null where it is. */
  readOther?: (file: string) => AsyncIterable<CsvRow> | null
  /** Instead of the mapping's. */
  zone?: string | null | undefined
  /** Inclusive. */
  from?: Micros
  /** Exclusive. */
  to?: Micros
  /** For a protocol whose times have no fraction: others are refused. */
  wholeSeconds?: boolean
  /** How many refusals are kept by name. */
  examples?: number
}

/** Reads the files whole. Throws where a file can't be what the mapping says; refuses single rows and cells. */
export async function loadRecording(spec: RecordingSpec): Promise<Recording> {
  const { mapping, from = -Infinity, to = Infinity, examples = 20 } = spec
  if (spec.files.length === 0) throw new Error('no file to replay')
  if (spec.files.length > 255) throw new Error(`${spec.files.length} files at once; 255 are the most`)
  const counts: CellCounts = { rows: 0, cells: 0, values: 0, missing: 0, repeated: 0, outside: 0, refused: 0 }
  const refusals: Refusal[] = []
  const refuse = (refusal: Refusal) => {
    if (refusals.length < examples) refusals.push(refusal)
  }
  const growing = createColumns()
  const series: RecordedSeries[] = []
  const byKey = new Map<string, number>()
  const seriesOf = (asset: string, signal: Omit<RecordedSeries, 'key' | 'asset' | 'reporting'>): number => {
    const key = signalKey(asset, signal.role)
    let index = byKey.get(key)
    if (index === undefined) {
      const { role, unit, kind, range } = signal
      index = series.push({ key, asset, role, unit, kind, range, reporting: mapping.reporting }) - 1
      byKey.set(key, index)
    }
    return index
  }
  const ignored = new Set<string>()
  const assetRows = new Map<string, Record<string, string>>()
  let laterHourRows = 0
  let covers = null as Recording['covers']

  for (const [fileNumber, file] of spec.files.entries()) {
    const name = basename(file)
    const delimiterOf = (header: string) => mapping.delimiter ?? detectDelimiter(header, mapping.time.column)
    const rows = spec.readOther?.(file) ?? readCsv(file, delimiterOf)
    for await (const row of readRows(rows, name, mapping, spec.zone ?? mapping.zone, {
      onIgnored: (column) => ignored.add(column),
      onAsset: (tag, cells) => {
        if (!assetRows.has(tag)) assetRows.set(tag, cells)
      },
    })) {
      counts.rows++
      counts.cells += row.cells.length
      const isOutside = row.at < from || row.at >= to
      if (row.repeatedHour && !isOutside) laterHourRows++
      if (!Number.isNaN(row.at)) {
        covers = {
          from: Math.min(covers?.from ?? row.at, row.at),
          to: Math.max(covers?.to ?? row.at, row.at),
        }
      }
      for (const cell of row.cells) {
        const problem =
          cell.refused ?? (spec.wholeSeconds && row.at % SECOND !== 0 ? 'not-a-whole-second' : null)
        if (problem) {
          counts.refused++
          refuse({ file: name, line: row.line, column: cell.column, reason: problem, text: cell.text })
        } else if (isOutside) counts.outside++
        else growing.push(row.at, seriesOf(cell.asset, cell.signal), cell.value, fileNumber, row.line)
      }
    }
  }

  const columns = growing.sorted((file, line, index) => {
    counts.repeated++
    refuse({
      file: basename(spec.files[file]!),
      line,
      column: series[index]!.key,
      reason: 'repeated',
      text: '',
    })
  })
  for (let i = 0; i < columns.length; i++) {
    if (Number.isNaN(columns.value[i])) counts.missing++
    else counts.values++
  }
  return {
    mapping,
    series,
    assetRows,
    columns,
    counts,
    laterHourRows,
    covers,
    refusals,
    ignored: [...ignored],
  }
}
