import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import { CODEC, compressors } from './compressors.ts'
import { type ArchivedReading, columns, schema } from './reading-columns.ts'

/** Rows of a group: what a writer and a reader hold in memory, some tens of megabytes. */
export const GROUP_ROWS = 100_000

export interface ReadingsWriter {
  add(row: ArchivedReading): void
  /** Writes what is left and the footer. Gives the number of rows. */
  finish(): number
}

export interface ReadingsWriterOptions {
  /** Takes the file's bytes in order. They are its own only until it returns. */
  sink: (bytes: Uint8Array) => void
  /** For whoever opens the file without its manifest. */
  notes?: Readonly<Record<string, string>>
  groupRows?: number
}

/** A Parquet file of readings, handed on as it grows. Rows come sorted by signal and time: by that it is searched. */
export function createReadingsWriter({
  sink,
  notes = {},
  groupRows = GROUP_ROWS,
}: ReadingsWriterOptions): ReadingsWriter {
  const bytes = new ByteWriter()
  const flush = () => {
    sink(new Uint8Array(bytes.buffer, 0, bytes.index))
    bytes.index = 0
  }
  const writer = new ParquetWriter({
    // It calls `flush` after every group.
    writer: Object.assign(bytes, { flush, finish: flush }),
    schema,
    codec: CODEC,
    compressors,
    createdBy: 'Driftbild',
    kvMetadata: Object.entries(notes).map(([key, value]) => ({ key, value })),
  })
  let group: ArchivedReading[] = []
  let rows = 0

  const writeGroup = () => {
    if (group.length === 0) return
    writer.write({
      columnData: columns.map(({ name, encoding, cell }) => ({
        name,
        data: group.map(cell),
        ...(encoding && { encoding }),
      })),
      rowGroupSize: group.length,
    })
    rows += group.length
    group = []
  }

  return {
    add(row) {
      group.push(row)
      if (group.length === groupRows) writeGroup()
    },
    finish() {
      writeGroup()
      writer.finish()
      return rows
    },
  }
}
