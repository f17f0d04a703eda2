import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  type Column,
  type Crs,
  crsOf,
  csvDialects,
  type Pages,
  writeCsv,
  writeXlsx,
} from '@driftbild/formats/tables'
import type { Speech } from './speech.ts'

export type SheetFormat = 'xlsx' | 'csv'

interface Sheet {
  path: string
  speech: Speech
  columns: Column[]
  pages: Pages
  sheetName: string
  /** SWEREF 99 TM if absent. */
  crs?: Crs
  signal: AbortSignal
}

const SWEREF99_TM = 3006

/** Rows with their places as a spreadsheet reads them in the language. */
export function writeSheet(
  format: SheetFormat,
  { columns, pages, sheetName, speech, crs = crsOf[SWEREF99_TM], ...file }: Sheet,
): Promise<void> {
  return toFile(
    format === 'csv'
      ? writeCsv(columns, pages, { crs, dialect: csvDialects[speech.language] })
      : writeXlsx(columns, pages, { crs, sheetName }),
    file,
  )
}

export const toFile = (
  chunks: AsyncIterable<string | Uint8Array>,
  { path, signal }: { path: string; signal: AbortSignal },
): Promise<void> =>
  pipeline(Readable.from(chunks, { objectMode: false }), createWriteStream(path), { signal })
