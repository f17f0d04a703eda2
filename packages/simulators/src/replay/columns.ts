/** Recorded cells as columns that grow: 25 bytes a cell, so that tens of millions fit into memory. */
export interface Columns {
  length: number
  time: Float64Array
  series: Uint32Array
  /** NaN where the cell is missing. */
  value: Float64Array
  /** Where it was read: file by number, and line. */
  file: Uint8Array
  line: Uint32Array
}

export interface GrowingColumns {
  push(time: number, series: number, value: number | null, file: number, line: number): void
  /**
   * In order of time, cells of one time in the order in which they were read. A cell that repeats another of
   * its series, time and value is left out and handed to `onRepeat`.
   */
  sorted(onRepeat: (file: number, line: number, series: number) => void): Columns
}

export function createColumns(): GrowingColumns {
  let columns = allocate(1024)
  return {
    push(time, series, value, file, line) {
      if (columns.length === columns.time.length) columns = grown(columns)
      const i = columns.length++
      columns.time[i] = time
      columns.series[i] = series
      columns.value[i] = value ?? Number.NaN
      columns.file[i] = file
      columns.line[i] = line
    },
    sorted(onRepeat) {
      const { time, length } = columns
      const order = Uint32Array.from({ length }, (_, i) => i)
      if (!isSorted(time, length)) order.sort((a, b) => time[a]! - time[b]! || a - b)
      const result = allocate(length)
      let first = 0
      for (const from of order) {
        if (time[from] !== result.time[first]) first = result.length
        if (isRepeat(columns, from, result, first)) {
          onRepeat(columns.file[from]!, columns.line[from]!, columns.series[from]!)
          continue
        }
        const to = result.length++
        for (const name of names) result[name][to] = columns[name][from]!
      }
      return result
    },
  }
}

const names = ['time', 'series', 'value', 'file', 'line'] as const

function isSorted(time: Float64Array, length: number): boolean {
  for (let i = 1; i < length; i++) if (time[i]! < time[i - 1]!) return false
  return true
}

/** `first`: where the cells of this time begin in `kept`. */
function isRepeat(columns: Columns, from: number, kept: Columns, first: number): boolean {
  for (let i = first; i < kept.length; i++) {
    if (kept.series[i] === columns.series[from] && Object.is(kept.value[i], columns.value[from])) return true
  }
  return false
}

function allocate(capacity: number): Columns {
  return {
    length: 0,
    time: new Float64Array(capacity),
    series: new Uint32Array(capacity),
    value: new Float64Array(capacity),
    file: new Uint8Array(capacity),
    line: new Uint32Array(capacity),
  }
}

function grown(columns: Columns): Columns {
  const larger = allocate(columns.time.length * 2)
  for (const name of names) larger[name].set(columns[name])
  return { ...larger, length: columns.length }
}
