import { open } from 'node:fs/promises'
import type { ReadableBytes } from '@driftbild/formats'

/** What a generator makes of a file's bytes, which are read part by part; closed when it ends. */
export async function* withBytes<T>(
  path: string,
  read: (bytes: ReadableBytes) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const handle = await open(path)
  try {
    const { size } = await handle.stat()
    yield* read({
      byteLength: size,
      async slice(start, end = size) {
        const bytes = new Uint8Array(end - start)
        await handle.read(bytes, 0, bytes.length, start)
        return bytes.buffer
      },
    })
  } finally {
    await handle.close()
  }
}
