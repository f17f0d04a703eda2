import type { Micros } from '@driftbild/core'
import type { CsvRow } from './csv.ts'
import type { LongLayout, ReplayMapping, WideLayout } from './mapping.ts'
import { createTimeReader, type TimeRefusal } from './time-column.ts'

export type CellRefusal =
  | TimeRefusal
  | 'wrong-number-of-cells'
  | 'no-asset'
  | 'no-number'
  | 'not-a-whole-second'

/** A place in a file whose content could not be served, and why. */
export interface Refusal {
  file: string
  line: number
  /** Null where it is the row as a whole. */
  column: string | null
  reason: CellRefusal | 'repeated'
  text: string
}

type SignalSpec = Pick<LongLayout, 'role' | 'unit' | 'kind' | 'range' | 'divideBy'>

export interface RecordedCell {
  column: string | null
  text: string
  asset: string
  signal: SignalSpec
  /** Null where the cell is missing. */
  value: number | null
  refused: CellRefusal | null
}

export interface RecordedRow {
  line: number
  /** NaN in a row that is refused. */
  at: Micros
  repeatedHour: boolean
  cells: RecordedCell[]
}

interface Notes {
  onIgnored(column: string): void
  onAsset(tag: string, cells: Record<string, string>): void
}

/** Gives rows their meaning. Throws where the header lacks a column or a local time has no zone. */
export async function* readRows(
  rows: AsyncIterable<CsvRow>,
  file: string,
  mapping: ReplayMapping,
  zone: string | null,
  notes: Notes,
): AsyncGenerator<RecordedRow> {
  const times = createTimeReader(mapping.time.format, zone)
  let header: Header | null = null
  for await (const { line, cells } of rows) {
    if (!header) {
      header = readHeader(cells, file, mapping)
      for (const column of header.ignored) notes.onIgnored(column)
      continue
    }
    const cellOf = (column: string): string => cells[header!.index.get(column)!] ?? ''
    const recorded = header.layout(cellOf)
    const whole = (reason: CellRefusal, text: string): RecordedRow => ({
      line,
      at: Number.NaN,
      repeatedHour: false,
      cells: recorded.cells.map((cell) => ({ ...cell, column: null, text, refused: reason })),
    })
    if (cells.length !== header.width) {
      yield whole('wrong-number-of-cells', `${cells.length} instead of ${header.width}`)
      continue
    }
    const text = cellOf(mapping.time.column)
    let time: ReturnType<typeof times.read>
    try {
      time = times.read(text, recorded.series)
    } catch (cause) {
      throw new Error(
        `${file}:${line}: ${text} names no zone: give one with --zone, as in --zone Europe/Stockholm`,
        { cause },
      )
    }
    if ('refused' in time) yield whole(time.refused, text)
    else {
      if (recorded.tag !== null) {
        notes.onAsset(recorded.tag, Object.fromEntries([...header.index].map(([c, i]) => [c, cells[i]!])))
      }
      yield { line, at: time.at, repeatedHour: time.repeated, cells: recorded.cells }
    }
  }
  if (!header) throw new Error(`${file} is empty`)
}

type CellOf = (column: string) => string
interface Read {
  /** Whose row it is, for the order of repeated hours. */
  series: string
  /** The asset that the row itself names. */
  tag: string | null
  cells: RecordedCell[]
}

interface Header {
  index: Map<string, number>
  width: number
  ignored: string[]
  layout: (cellOf: CellOf) => Read
}

function readHeader(cells: readonly string[], file: string, mapping: ReplayMapping): Header {
  const names = cells.map((cell, i) => (i === 0 ? cell.replace(/^\uFEFF/, '') : cell).trim())
  const index = new Map(names.map((name, i) => [name, i]))
  const used = new Set([mapping.time.column, ...columnsOf(mapping)])
  const missing = [...used].filter((name) => !index.has(name))
  if (missing.length > 0) {
    throw new Error(
      `${file} has no column ${missing.join(', ')}, which the mapping ${mapping.name} names; it has ${names.join(', ')}`,
    )
  }
  const { layout } = mapping
  return {
    index,
    width: names.length,
    ignored: names.filter((name) => !used.has(name)),
    layout: layout.type === 'wide' ? wideReader(layout, mapping) : longReader(layout, mapping),
  }
}

function columnsOf({ layout }: ReplayMapping): string[] {
  if (layout.type === 'wide') return Object.keys(layout.columns)
  const templates = [layout.asset.tag, layout.asset.name].flatMap(placeholdersOf)
  const conditions = layout.missingWhen.flatMap((condition) => Object.keys(condition))
  return [layout.value, layout.asset.longitude, layout.asset.latitude, ...templates, ...conditions]
}

function wideReader(layout: WideLayout, mapping: ReplayMapping): (cellOf: CellOf) => Read {
  const columns = Object.entries(layout.columns)
  return (cellOf) => ({
    series: '',
    tag: null,
    cells: columns.map(([column, { asset, ...signal }]) => {
      const text = cellOf(column)
      return { column, text, asset, signal, ...readNumber(text, signal.divideBy, mapping) }
    }),
  })
}

function longReader(layout: LongLayout, mapping: ReplayMapping): (cellOf: CellOf) => Read {
  const keys = placeholdersOf(layout.asset.tag)
  return (cellOf) => {
    const text = cellOf(layout.value)
    const asset = fillIn(layout.asset.tag, cellOf)
    const isMissing = layout.missingWhen.some((condition) =>
      Object.entries(condition).every(([column, wanted]) => cellOf(column) === wanted),
    )
    const number = isMissing ? { value: null, refused: null } : readNumber(text, layout.divideBy, mapping)
    const refused = keys.some((key) => cellOf(key) === '') ? ('no-asset' as const) : number.refused
    const cell = { column: layout.value, text, asset, signal: layout, value: number.value, refused }
    return { series: asset, tag: refused ? null : asset, cells: [cell] }
  }
}

function readNumber(
  text: string,
  divideBy: number,
  { missing, decimal }: ReplayMapping,
): { value: number | null; refused: CellRefusal | null } {
  const trimmed = text.trim()
  if (missing.includes(trimmed)) return { value: null, refused: null }
  const plain = decimal === ',' ? trimmed.replace(',', '.') : trimmed
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return { value: null, refused: 'no-number' }
  const value = Number(plain) / divideBy
  return Number.isFinite(value) ? { value, refused: null } : { value: null, refused: 'no-number' }
}

const placeholdersOf = (template: string): string[] =>
  [...template.matchAll(/\{([^}]+)\}/g)].map((m) => m[1]!)

export const fillIn = (template: string, cellOf: CellOf): string =>
  template.replace(/\{([^}]+)\}/g, (_, column: string) => cellOf(column))
