import { DAY, type Micros } from '@driftbild/core'

/** What joining goes by. */
export interface JoinableChunk {
  hypertable: string
  chunk: string
  from: Micros
  to: Micros
  /** Of what is not compressed. */
  bytes: number
  loosened: boolean
}

/** Chunks that are made one before they are compressed. */
export interface JoinedChunks<C extends JoinableChunk> {
  /** In order of time, each beginning where the one before it ends. */
  parts: C[]
  /** Nothing that comes later can be part of it. */
  full: boolean
}

/** Compressing so much holds the embedded engine for two to three seconds. */
export const MOST_JOINED = 32_000_000
/** Where hardly anything comes in, so many chunks must not wait for more. */
const MOST_SPAN = 3 * 365 * DAY

/**
 * Puts chunks of a hypertable together while they are small: a compressed chunk takes a tenth of a megabyte however
 * little is in it, and where a town has a few meters a day of them has only kilobytes. Chunks come in order of time.
 */
export function joinChunks<C extends JoinableChunk>(chunks: readonly C[]): JoinedChunks<C>[] {
  return [...Map.groupBy(chunks, ({ hypertable }) => hypertable).values()].flatMap(joinOfOne)
}

function joinOfOne<C extends JoinableChunk>(chunks: readonly C[]): JoinedChunks<C>[] {
  const groups: JoinedChunks<C>[] = []
  for (const chunk of chunks) {
    const open = groups.at(-1)
    if (open && fits(open.parts, chunk)) open.parts.push(chunk)
    else {
      if (open) open.full = true
      groups.push({ parts: [chunk], full: chunk.loosened || chunk.bytes >= MOST_JOINED })
    }
  }
  return groups
}

function fits(parts: readonly JoinableChunk[], chunk: JoinableChunk): boolean {
  const [first, last] = [parts[0]!, parts.at(-1)!]
  return (
    !first.loosened &&
    !chunk.loosened &&
    last.to === chunk.from &&
    chunk.to - first.from <= MOST_SPAN &&
    parts.reduce((sum, { bytes }) => sum + bytes, chunk.bytes) <= MOST_JOINED
  )
}
