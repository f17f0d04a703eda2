import { open } from 'node:fs/promises'

const ONE_RANGE = /^bytes=(\d*)-(\d*)$/

/** A file, or the stretch of it that is asked for: there are players that play nothing they can't ask so. */
export async function serveBlob(
  { path, bytes }: { path: string; bytes: number },
  range: string | undefined,
  headers: Record<string, string>,
): Promise<Response> {
  const stretch = range === undefined ? null : stretchOf(range, bytes)
  const shared = { ...headers, 'accept-ranges': 'bytes' }
  if (stretch === 'none')
    return new Response(null, { status: 416, headers: { 'content-range': `bytes */${bytes}` } })
  if (!stretch) return new Response(await read(path, 0, bytes), { headers: shared })
  const { from, to } = stretch
  return new Response(await read(path, from, to - from + 1), {
    status: 206,
    headers: { ...shared, 'content-range': `bytes ${from}-${to}/${bytes}` },
  })
}

/** Both ends are in it. Null: said in a way that may be answered with the whole file. */
export function stretchOf(range: string, bytes: number): { from: number; to: number } | 'none' | null {
  const [, first, last] = ONE_RANGE.exec(range) ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return null
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first)
  const to = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  return from > to ? 'none' : { from, to }
}

async function read(path: string, from: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const file = await open(path, 'r')
  try {
    const bytes = new Uint8Array(length)
    await file.read(bytes, 0, length, from)
    return bytes
  } finally {
    await file.close()
  }
}
