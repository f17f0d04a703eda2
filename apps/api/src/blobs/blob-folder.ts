import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** How much of a file has come. */
export interface Received {
  received: number
  complete: boolean
}

/** Files that are called after their SHA-256, taken in piece by piece. What `add` answered survives a power cut. */
export interface Blobs {
  /** What of a person's file has come so far. */
  received(file: BlobName): Promise<Received>
  /** Appends a piece that begins at `from`; one that begins elsewhere changes nothing. Null: it is not that file. */
  add(file: BlobName, piece: { from: number; total: number; bytes: Uint8Array }): Promise<Received | null>
  /** Where the whole file lies, or null. */
  find(municipality: string, hash: string): Promise<{ path: string; bytes: number } | null>
  /** Forgets parts to which nothing was added since (milliseconds); who still has the file begins again. */
  forgetParts(since: number): Promise<number>
}

export interface BlobName {
  municipality: string
  hash: string
  /** Two people may send one file at the same time. */
  sender: string
}

const COMING = 'coming'

export function openBlobs(folder: string): Blobs {
  const turns = new Map<string, Promise<unknown>>()
  /** One piece of a file at a time. */
  const inTurn = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const turn = (turns.get(key) ?? Promise.resolve()).then(work, work)
    turns.set(key, turn)
    try {
      return await turn
    } finally {
      if (turns.get(key) === turn) turns.delete(key)
    }
  }
  const wholeOf = (municipality: string, hash: string) => join(folder, municipality, hash.slice(0, 2), hash)
  const partOf = ({ municipality, hash, sender }: BlobName) =>
    join(
      folder,
      municipality,
      COMING,
      `${createHash('sha256').update(sender).digest('hex').slice(0, 16)}-${hash}`,
    )

  const find: Blobs['find'] = async (municipality, hash) => {
    const path = wholeOf(municipality, hash)
    const bytes = await sizeOf(path)
    return bytes === null ? null : { path, bytes }
  }
  const received: Blobs['received'] = async (file) => {
    const whole = await find(file.municipality, file.hash)
    if (whole) return { received: whole.bytes, complete: true }
    return { received: (await sizeOf(partOf(file))) ?? 0, complete: false }
  }
  return {
    find,
    received,
    async forgetParts(since) {
      let forgotten = 0
      for (const municipality of await namesIn(folder)) {
        const coming = join(folder, municipality, COMING)
        for (const name of await namesIn(coming)) {
          const part = join(coming, name)
          forgotten += await inTurn(part, async () => {
            const { mtimeMs } = (await stat(part).catch(absent)) ?? { mtimeMs: since }
            if (mtimeMs >= since) return 0
            await rm(part)
            return 1
          })
        }
      }
      return forgotten
    },
    add: (file, { from, total, bytes }) =>
      inTurn(partOf(file), async () => {
        const before = await received(file)
        if (before.complete || before.received !== from) return before
        const part = partOf(file)
        await mkdir(dirname(part), { recursive: true })
        await append(part, bytes)
        const now = from + bytes.byteLength
        if (now < total) return { received: now, complete: false }
        if ((await hashOf(part)) !== file.hash) {
          await rm(part)
          return null
        }
        const whole = wholeOf(file.municipality, file.hash)
        await mkdir(dirname(whole), { recursive: true })
        await rename(part, whole)
        await syncFolder(dirname(whole))
        return { received: now, complete: true }
      }),
  }
}

async function append(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'a')
  try {
    await file.appendFile(bytes)
    await file.datasync()
  } finally {
    await file.close()
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

async function sizeOf(path: string): Promise<number | null> {
  return (await stat(path).catch(absent))?.size ?? null
}

const namesIn = async (path: string): Promise<string[]> => (await readdir(path).catch(absent)) ?? []

function absent(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
  throw error
}

/** A renamed file is only sure to be there when its folder is written too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
