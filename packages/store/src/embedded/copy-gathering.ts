import { message, typeOf } from './protocol.ts'

/** Whether a query is a COPY from the client; the engine wants it and all its data in one buffer. */
export const isCopyIn = (sql: string): boolean => /^\s*copy\b[\s\S]*\bfrom\s+stdin\b/i.test(sql)

/** What the engine would say before the data: text or binary, and nothing about the columns. */
export const copyInResponse = (sql: string): Buffer =>
  message('G', Buffer.from([/\bbinary\b/i.test(sql) ? 1 : 0, 0, 0]))

/** Collects a COPY's query and data until the client ends or gives up. */
export class CopyGathering {
  #parts: Buffer[]

  constructor(query: Buffer) {
    this.#parts = [query]
  }

  /** The whole of it once the client has ended it, null before. */
  add(frame: Buffer): Buffer | null {
    const type = typeOf(frame)
    // Flush and Sync mean nothing while data is sent.
    if (type === 'H' || type === 'S') return null
    this.#parts.push(frame)
    return type === 'c' || type === 'f' ? Buffer.concat(this.#parts) : null
  }
}
