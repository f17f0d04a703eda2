import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Micros } from '@driftbild/core'
import { instantsOfWall } from './wall-time.ts'

/** A cell of a file, read without anything that the replay reads it with. */
export interface RecordedCell {
  key: string
  /** As the file writes it. */
  wall: string
  time: Micros
  /** Null where the file says that there is none. */
  value: number | null
}

export interface FileForm {
  zone: string
  /** Column of the time. */
  time: string
  delimiter: string
  /** The cells of one row. */
  cellsOf(row: Record<string, string>): { key: string; value: number | null }[]
}

/** All cells of a file without quotes, in the order of its rows. */
export function readCells(path: string, form: FileForm): RecordedCell[] {
  const raw = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(raw) : raw).toString('utf8')
  const [header, ...lines] = text.split(/\r?\n/).filter((line) => line !== '')
  const columns = header!.split(form.delimiter)
  const known = new Map<string, Micros[]>()
  const instantsOf = (wall: string): Micros[] => {
    const found = known.get(wall) ?? instantsOfWall(wall, form.zone)
    known.set(wall, found)
    return found
  }
  const seen = new Map<string, number>()
  return lines.flatMap((line) => {
    const texts = line.split(form.delimiter)
    const row = Object.fromEntries(columns.map((column, i) => [column, texts[i]!]))
    const wall = row[form.time]!
    const instants = instantsOf(wall)
    return form.cellsOf(row).map(({ key, value }) => {
      // The second row of a signal with the same wall time is of the hour that came again.
      const nth = instants.length === 1 ? 0 : (seen.get(`${key} ${wall}`) ?? 0)
      if (instants.length > 1) seen.set(`${key} ${wall}`, nth + 1)
      const time = instants[nth]
      if (time === undefined) throw new Error(`${path}: ${wall} is no time of ${form.zone}`)
      return { key, wall, time, value }
    })
  })
}
