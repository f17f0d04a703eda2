import { EventEmitter } from 'node:events'
import type { Channel } from './connection.ts'

/** Longest frame of a serial line (MODBUS over serial line 1.02, 2.5.1). */
const MOST_BYTES = 256
const EXCEPTION_BYTES = 5
/** Milliseconds without a byte after which a line counts as quiet: a late reply would have begun or ended. */
const QUIET = 50

/**
 * RTU frames over a stream, as a port for modbus-serial. RTU has no transaction ids, so a frame answers the
 * request on its way if unit, function, length and check sum are right, and whatever came before that request
 * was sent is never looked at.
 */
export class RtuPort extends EventEmitter {
  private readonly channel: Channel
  private request: Buffer | null = null
  private received = Buffer.alloc(0)
  /** When the last byte came that answered nothing; null when there is nothing to wait for. */
  private strayAt: number | null = null

  constructor(channel: Channel) {
    super()
    this.channel = channel
    channel.stream.on('data', (chunk: Buffer) => this.take(chunk))
  }

  get isOpen(): boolean {
    return this.channel.isOpen()
  }

  open(done: (error: Error | null) => void): void {
    done(null)
  }

  close(done?: () => void): void {
    void this.channel.close().then(done)
  }

  write(request: Buffer): void {
    this.request = request
    this.received = Buffer.alloc(0)
    this.channel.stream.write(request)
  }

  /** Bytes that nobody asked for came or may come, as after a request that was given up. */
  expectStray(): void {
    this.strayAt = performance.now()
  }

  /** Resolves when the line has been quiet after stray bytes, or when it is still not after `most` milliseconds. */
  async quiet(most: number): Promise<void> {
    const end = performance.now() + most
    while (this.strayAt !== null) {
      const last = this.strayAt
      const left = Math.min(last + QUIET, end) - performance.now()
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, left)))
      // What came while this process was busy with something else has been read by then.
      await new Promise((resolve) => setImmediate(resolve))
      if (this.strayAt === last || performance.now() > end) this.strayAt = null
    }
  }

  private take(chunk: Buffer): void {
    if (!this.request) {
      this.expectStray()
      return
    }
    this.received = Buffer.concat([this.received, chunk]).subarray(-2 * MOST_BYTES)
    const frame = findReply(this.received, this.request)
    if (!frame) return
    const end = frame.byteOffset + frame.length
    if (end < this.received.byteOffset + this.received.length) this.expectStray()
    this.request = null
    this.emit('data', frame)
  }
}

/** The reply to a request among what was received, which may begin with a line's noise. */
export function findReply(received: Buffer, request: Buffer): Buffer | null {
  const [unit, code] = [request[0]!, request[1]!]
  for (let at = 0; at + EXCEPTION_BYTES <= received.length; at++) {
    if (received[at] !== unit) continue
    const answers = received[at + 1]
    const length = answers === code ? replyLength(request) : EXCEPTION_BYTES
    if (answers !== code && answers !== (code | 0x80)) continue
    const frame = received.subarray(at, at + length)
    if (frame.length === length && crc16(frame.subarray(0, -2)) === frame.readUInt16LE(length - 2))
      return frame
  }
  return null
}

/** Bytes of a proper reply (application protocol 1.1b3, 6.1–6.12), for the functions that are used here. */
function replyLength(request: Buffer): number {
  const code = request[1]!
  if (code <= 2) return 5 + Math.ceil(request.readUInt16BE(4) / 8)
  if (code <= 4) return 5 + request.readUInt16BE(4) * 2
  return 8
}

/** MODBUS over serial line 1.02, 6.2.2. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1
  }
  return crc
}
