import { type Micros, type Reading, reasons } from '@driftbild/core'

/**
 * The last observations of one signal, by source time, so that one that comes again (Republish, back-fill, a
 * page served twice) is known. Columns of equal length, oldest first.
 */
export interface Memory {
  times: number[]
  values: number[]
  codes: number[]
  /** Observations up to this source time may have been forgotten; later ones are all here. */
  forgotten: Micros
}

export const emptyMemory = (): Memory => ({ times: [], values: [], codes: [], forgotten: -Infinity })

/** Observations that are kept of all signals together: of few signals more each than of many. */
const BUDGET = 100_000
const LEAST = 16
const MOST = 1000
/** A back-fill that never ends must not eat the memory: half a day at one value a second. */
const LIMIT = 43_200

/** How many past observations of each signal are kept. */
export const depthFor = (signals: number): number =>
  Math.min(MOST, Math.max(LEAST, Math.floor(BUDGET / signals)))

/**
 * Notes an observation; false when it is an exact repeat: same source time, same value or reason, same
 * status code. The status' low 16 bits tell how the value was delivered, not what was observed, so they don't
 * count. Of what lies before it and before `cursor` the last `depth` are kept, and all that comes later: a
 * back-fill may bring it again, and a clock that was set back comes by once more.
 */
export function note(memory: Memory, reading: Reading, cursor: number | undefined, depth: number): boolean {
  const time = reading.sourceTime
  const value = 'value' in reading ? reading.value : Number.NaN
  const code = codeOf(reading)
  const { times, values, codes } = memory
  const at = firstAfter(times, time)
  for (let i = at - 1; i >= 0 && times[i] === time; i--) {
    if (codes[i] === code && Object.is(values[i], value)) return false
  }
  if (at === times.length) {
    times.push(time)
    values.push(value)
    codes.push(code)
  } else {
    times.splice(at, 0, time)
    values.splice(at, 0, value)
    codes.splice(at, 0, code)
  }
  if (times.length > depth + slack(depth)) trim(memory, Math.min(time, cursor ?? time), depth)
  return true
}

/** So many are forgotten at once. */
const slack = (depth: number): number => Math.max(8, depth >> 3)

function trim(memory: Memory, upTo: Micros, depth: number): void {
  const { times } = memory
  const forget = Math.max(firstAfter(times, upTo) - depth, times.length - LIMIT)
  if (forget < slack(depth) && times.length <= LIMIT) return
  memory.forgotten = Math.max(memory.forgotten, times[forget - 1]!)
  memory.times = times.slice(forget)
  memory.values = memory.values.slice(forget)
  memory.codes = memory.codes.slice(forget)
}

function firstAfter(times: readonly number[], time: number): number {
  let low = 0
  let high = times.length
  if (high === 0 || times[high - 1]! <= time) return high
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle]! > time) high = middle
    else low = middle + 1
  }
  return low
}

/** Severity and code of the status, and the reason's number: what makes two observations different. */
const codeOf = (reading: Reading): number =>
  (reading.status >>> 16) * 256 + ('reason' in reading ? 1 + reasons.indexOf(reading.reason) : 0)

export function memoryToBytes({ times, values, codes, forgotten }: Memory): Uint8Array {
  const columns = Float64Array.from([forgotten, ...times, ...values, ...codes])
  return new Uint8Array(columns.buffer)
}

export function memoryFromBytes(bytes: Uint8Array): Memory {
  let columns = new Float64Array(bytes.slice().buffer)
  // Files of before the first version that says it: what lies before the oldest may have been forgotten.
  const says = columns.length % 3 === 1
  const forgotten = says ? columns[0]! : columns.length > 0 ? columns[0]! - 1 : -Infinity
  if (says) columns = columns.subarray(1)
  const n = columns.length / 3
  return {
    times: [...columns.subarray(0, n)],
    values: [...columns.subarray(n, 2 * n)],
    codes: [...columns.subarray(2 * n)],
    forgotten,
  }
}
