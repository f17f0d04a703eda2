import { type Reading, reasons } from '@driftbild/core'

/**
 * The last observations of one signal, by source time, so that one that comes again (Republish, back-fill, a
 * page served twice) is known. Columns of equal length, oldest first.
 */
export interface Memory {
  times: number[]
  values: number[]
  codes: number[]
}

export const emptyMemory = (): Memory => ({ times: [], values: [], codes: [] })

const KEPT = 32
const TRIM_AT = 64
/** A back-fill that never ends must not eat the memory: half a day at one value a second. */
const MOST = 43_200

/**
 * Notes an observation; false when it is an exact repeat: same source time, same value or reason, same
 * status code. The status' low 16 bits tell how the value was delivered, not what was observed, so they don't
 * count. What lies at or after `cursor` is never forgotten: a back-fill may bring it again.
 */
export function note(memory: Memory, reading: Reading, cursor: number | undefined): boolean {
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
  if (times.length > TRIM_AT) trim(memory, cursor)
  return true
}

function trim(memory: Memory, cursor: number | undefined): void {
  const { times } = memory
  let forget = times.length - KEPT
  if (cursor !== undefined) forget = Math.min(forget, firstAfter(times, cursor - 1))
  forget = Math.max(forget, times.length - MOST)
  if (forget <= 0) return
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

export function memoryToBytes({ times, values, codes }: Memory): Uint8Array {
  const columns = Float64Array.from([...times, ...values, ...codes])
  return new Uint8Array(columns.buffer)
}

export function memoryFromBytes(bytes: Uint8Array): Memory {
  const columns = new Float64Array(bytes.slice().buffer)
  const n = columns.length / 3
  return {
    times: [...columns.subarray(0, n)],
    values: [...columns.subarray(n, 2 * n)],
    codes: [...columns.subarray(2 * n)],
  }
}
