/**
 * Framing of PostgreSQL's wire protocol, version 3: a type byte, a length that counts itself, a body. Only
 * the start-up message has no type byte.
 */

export const message = (type: string, body: Buffer = Buffer.alloc(0)): Buffer => {
  const header = Buffer.allocUnsafe(5)
  header[0] = type.charCodeAt(0)
  header.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([header, body])
}

export const cstring = (text: string): Buffer => Buffer.from(`${text}\0`)

/** The zero-terminated text at an offset, and where the next field begins. */
export function readCstring(buffer: Buffer, offset: number): [string, number] {
  const end = buffer.indexOf(0, offset)
  if (end === -1) throw new Error('a text in a message does not end')
  return [buffer.toString('utf8', offset, end), end + 1]
}

export const query = (sql: string): Buffer => message('Q', cstring(sql))
export const sync = (): Buffer => message('S')
export const closeStatement = (name: string): Buffer => message('C', cstring(`S${name}`))

export const typeOf = (frame: Buffer): string => String.fromCharCode(frame[0]!)

export type StartupRequest = 'ssl' | 'gss' | 'cancel' | 'startup'

const requests: Record<number, StartupRequest> = {
  80877103: 'ssl',
  80877104: 'gss',
  80877102: 'cancel',
}

/** Cuts a stream of bytes into whole messages, however the network cut it before. */
export class FrameReader {
  #parts: Buffer[] = []
  #length = 0

  push(chunk: Buffer): void {
    this.#parts.push(chunk)
    this.#length += chunk.length
  }

  /** The next message before start-up is over; null until all of it is there. */
  nextStartup(): StartupRequest | null {
    if (this.#length < 8) return null
    const buffer = this.#joined()
    const length = buffer.readInt32BE(0)
    if (buffer.length < length) return null
    const code = buffer.readInt32BE(4)
    this.#keep(buffer, length)
    return requests[code] ?? 'startup'
  }

  /** The next message; null until all of it is there. */
  next(): Buffer | null {
    if (this.#length < 5) return null
    const first = this.#parts[0]!
    const head = first.length >= 5 ? first : this.#joined()
    const length = head.readInt32BE(1) + 1
    if (this.#length < length) return null
    const buffer = head.length >= length ? head : this.#joined()
    this.#keep(buffer, length)
    return buffer.subarray(0, length)
  }

  #joined(): Buffer {
    const buffer = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts)
    this.#parts = [buffer]
    return buffer
  }

  /** Drops the first `length` bytes of `buffer`, which is the first part. */
  #keep(buffer: Buffer, length: number): void {
    const rest = buffer.subarray(length)
    this.#length -= length
    if (rest.length > 0) this.#parts[0] = rest
    else this.#parts.shift()
  }
}

/** The messages in a buffer of whole ones. */
export function* frames(buffer: Buffer): Generator<Buffer> {
  let offset = 0
  while (offset < buffer.length) {
    const length = buffer.readInt32BE(offset + 1) + 1
    yield buffer.subarray(offset, offset + length)
    offset += length
  }
}

/** What a server says when somebody has signed in. */
export const greeting = (serverVersion: string, id: number): Buffer => {
  const key = Buffer.alloc(8)
  key.writeInt32BE(id, 0)
  const parameters = {
    server_version: serverVersion,
    server_encoding: 'UTF8',
    client_encoding: 'UTF8',
    DateStyle: 'ISO, MDY',
    TimeZone: 'UTC',
    integer_datetimes: 'on',
    standard_conforming_strings: 'on',
  }
  return Buffer.concat([
    message('R', Buffer.alloc(4)),
    ...Object.entries(parameters).map(([name, value]) => message('S', cstring(`${name}\0${value}`))),
    message('K', key),
    message('Z', Buffer.from('I')),
  ])
}

export const errorResponse = (code: string, text: string): Buffer =>
  message(
    'E',
    Buffer.concat([
      cstring('SFATAL'),
      cstring('VFATAL'),
      cstring(`C${code}`),
      cstring(`M${text}`),
      Buffer.alloc(1),
    ]),
  )
