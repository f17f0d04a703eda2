import { createGunzip } from 'node:zlib'
import { ProblemError } from '@driftbild/core'

export interface BodyLimits {
  /** Bytes on the wire. */
  sent: number
  /** Bytes after unpacking: a small body must not become a large one. */
  unpacked: number
}

export const ordinaryBody: BodyLimits = { sent: 256 * 1024, unpacked: 256 * 1024 }
/** A piece of a file: a second or so on a slow link. */
export const pieceBody: BodyLimits = { sent: 1024 * 1024, unpacked: 1024 * 1024 }
export const batchBody: BodyLimits = { sent: 4 * 1024 * 1024, unpacked: 24 * 1024 * 1024 }

/** A JSON body, gzipped or not, within its limits; nothing beyond them is ever held in memory. */
export async function readJson(request: Request, limits: BodyLimits): Promise<unknown> {
  const bytes = await readBody(request, limits)
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw new ProblemError(400, { code: 'malformed', context: { expected: 'JSON' } }, { cause })
  }
}

export async function readBody(request: Request, limits: BodyLimits): Promise<Buffer> {
  const encoding = request.headers.get('content-encoding')?.toLowerCase() ?? 'identity'
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new ProblemError(415, { code: 'unknown-encoding', ref: encoding, context: { known: ['gzip'] } })
  }
  if (Number(request.headers.get('content-length') ?? 0) > limits.sent) throw tooLarge(limits.sent)
  if (!request.body) return Buffer.alloc(0)
  const sent = limited(request.body, limits.sent)
  return encoding === 'gzip' ? unzip(sent, limits.unpacked) : collect(sent)
}

async function* limited(
  body: AsyncIterable<Uint8Array>,
  most: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > most) throw tooLarge(most)
    yield chunk
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}

async function unzip(sent: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const gunzip = createGunzip()
  const feed = (async () => {
    try {
      for await (const chunk of sent) {
        if (!gunzip.write(chunk)) await new Promise<void>((go) => gunzip.once('drain', go).once('close', go))
      }
      gunzip.end()
    } catch (error) {
      gunzip.destroy(error as Error)
    }
  })()
  try {
    return await collect(limited(gunzip, most))
  } catch (cause) {
    if (cause instanceof ProblemError) throw cause
    throw new ProblemError(400, { code: 'malformed', context: { expected: 'gzip' } }, { cause })
  } finally {
    gunzip.destroy()
    await feed
  }
}

const tooLarge = (most: number) => new ProblemError(413, { code: 'too-large', context: { most } })
