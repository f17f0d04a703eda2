import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { type ClockOffset, type Reading, reasons, type Silence } from '@driftbild/core'

/** One entry as it lies in the outbox: a reading under its signal's number there, or what is said of several. */
export type ChunkEntry =
  | { kind: 'reading'; signal: number; reading: Reading; follows: boolean }
  | { kind: 'silence'; silence: Silence }
  | { kind: 'clock'; clock: ClockOffset }

export interface Chunk {
  /** In sequence order. */
  entries: ChunkEntry[]
  /** Cursors set with these entries. */
  cursors: Record<string, number>
}

const HAS_VALUE = 1
const COLLECTOR_CLOCK = 2
const FOLLOWS = 4
const BYTES_PER_READING = 4 * 8 + 2 * 4 + 2

/**
 * Columns, then deflate: the columns of one poll hardly differ from row to row, so a reading takes 10–20
 * bytes instead of about 50. Times are kept as differences, which are whole and exact.
 */
export function encodeChunk({ entries, cursors }: Chunk): Uint8Array {
  const readings = entries.filter((e) => e.kind === 'reading')
  const silences: [number, Silence][] = []
  const clocks: [number, ClockOffset][] = []
  for (const [i, e] of entries.entries()) {
    if (e.kind === 'silence') silences.push([i, e.silence])
    else if (e.kind === 'clock') clocks.push([i, e.clock])
  }
  const tail = Buffer.from(JSON.stringify({ silences, clocks, cursors }))
  const n = readings.length
  const bytes = new ArrayBuffer(8 + n * BYTES_PER_READING + tail.length)
  const c = columns(bytes, n)
  new Uint32Array(bytes, 0, 2).set([n, tail.length])
  let previous = 0
  for (const [i, { signal, reading, follows }] of readings.entries()) {
    c.source[i] = reading.sourceTime - previous
    previous = reading.sourceTime
    c.server[i] = reading.serverTime === null ? Number.NaN : reading.serverTime - reading.sourceTime
    c.received[i] = reading.receivedTime - reading.sourceTime
    c.value[i] = 'value' in reading ? reading.value : 0
    c.signal[i] = signal
    c.status[i] = reading.status
    c.reason[i] = 'reason' in reading ? reasons.indexOf(reading.reason) : 0
    c.flags[i] =
      ('value' in reading ? HAS_VALUE : 0) |
      (reading.clock === 'collector' ? COLLECTOR_CLOCK : 0) |
      (follows ? FOLLOWS : 0)
  }
  new Uint8Array(bytes, bytes.byteLength - tail.length).set(tail)
  return deflateRawSync(new Uint8Array(bytes), { level: 1 })
}

export function decodeChunk(stored: Uint8Array): Chunk {
  const raw = inflateRawSync(stored)
  const bytes = new ArrayBuffer(raw.length)
  new Uint8Array(bytes).set(raw)
  const [n, tailLength] = new Uint32Array(bytes, 0, 2) as unknown as [number, number]
  const c = columns(bytes, n)
  const tail = JSON.parse(Buffer.from(bytes, bytes.byteLength - tailLength).toString()) as {
    silences: [number, Silence][]
    /** Older chunks have none. */
    clocks?: [number, ClockOffset][]
    cursors: Record<string, number>
  }
  const said = new Map<number, ChunkEntry>()
  for (const [i, silence] of tail.silences) said.set(i, { kind: 'silence', silence })
  for (const [i, clock] of tail.clocks ?? []) said.set(i, { kind: 'clock', clock })
  const entries: ChunkEntry[] = []
  const putSaid = () => {
    for (let one = said.get(entries.length); one; one = said.get(entries.length)) entries.push(one)
  }
  let previous = 0
  for (let i = 0; i < n; i++) {
    putSaid()
    const sourceTime = previous + c.source[i]!
    previous = sourceTime
    const flags = c.flags[i]!
    const server = c.server[i]!
    const common = {
      sourceTime,
      serverTime: Number.isNaN(server) ? null : sourceTime + server,
      receivedTime: sourceTime + c.received[i]!,
      status: c.status[i]!,
      clock: flags & COLLECTOR_CLOCK ? ('collector' as const) : ('device' as const),
    }
    const reading: Reading =
      flags & HAS_VALUE ? { ...common, value: c.value[i]! } : { ...common, reason: reasons[c.reason[i]!]! }
    entries.push({ kind: 'reading', signal: c.signal[i]!, reading, follows: (flags & FOLLOWS) !== 0 })
  }
  putSaid()
  return { entries, cursors: tail.cursors }
}

/** Views on the columns; the eight-byte ones first, so that each begins where its type may. */
function columns(bytes: ArrayBuffer, n: number) {
  const words = 8 + 32 * n
  return {
    source: new Float64Array(bytes, 8, n),
    server: new Float64Array(bytes, 8 + 8 * n, n),
    received: new Float64Array(bytes, 8 + 16 * n, n),
    value: new Float64Array(bytes, 8 + 24 * n, n),
    signal: new Uint32Array(bytes, words, n),
    status: new Uint32Array(bytes, words + 4 * n, n),
    reason: new Uint8Array(bytes, words + 8 * n, n),
    flags: new Uint8Array(bytes, words + 9 * n, n),
  }
}
