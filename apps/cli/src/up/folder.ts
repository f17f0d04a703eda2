import { accessSync, constants, mkdirSync, statfsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Mistake } from '../mistake.ts'
import { paths } from '../paths.ts'

/** Bytes without which a start is refused: the write-ahead log alone may take most of it. */
const LEAST_FREE = 2 * 2 ** 30

export interface DataFolder {
  root: string
  engine: string
  edge: string
  town: string
  blobs: string
  logs: string
}

/** The one folder that everything lies in; made for its owner alone. */
export function openDataFolder(named: string | undefined): DataFolder {
  const root = resolve(named || join(paths.root, '.data'))
  const folder: DataFolder = {
    root,
    engine: join(root, 'engine'),
    edge: join(root, 'edge'),
    town: join(root, 'town'),
    blobs: join(root, 'blobs'),
    logs: join(root, 'log'),
  }
  try {
    if (statSync(root, { throwIfNoEntry: false })?.isDirectory() === false) throw new Error('it is a file')
    mkdirSync(root, { recursive: true, mode: 0o700 })
    accessSync(root, constants.W_OK | constants.X_OK)
    for (const path of [folder.edge, folder.town, folder.blobs, folder.logs]) {
      mkdirSync(path, { recursive: true, mode: 0o700 })
    }
  } catch (cause) {
    throw new Mistake(
      `the data folder ${root} can’t be used: ${(cause as Error).message}`,
      'Set DRIFTBILD_DATA to a folder that you may write to.',
      { cause },
    )
  }
  return folder
}

/** Refuses to start on a disk that is nearly full. */
export function requireRoom(root: string): void {
  const left = bytesLeft(root)
  if (left >= LEAST_FREE) return
  throw new Mistake(
    `the disk of ${root} has ${gibibytes(left)} GiB left; 2 are needed`,
    'Make room, or set DRIFTBILD_DATA to a folder on another disk.',
  )
}

/** Bytes at which somebody should be told, while it still runs. */
const SCARCE = 2 ** 29
const LOOK_EVERY = 10_000

/** Tells once when the disk fills up, and once when there is room again. Gives what ends it. */
export function watchRoom(root: string, tell: (message: string) => void): () => void {
  let isScarce = false
  const look = () => {
    const left = statSync(root, { throwIfNoEntry: false }) ? bytesLeft(root) : 0
    if (left < SCARCE === isScarce) return
    isScarce = left < SCARCE
    tell(
      isScarce
        ? `the disk of ${root} has ${gibibytes(left)} GiB left: make room. What can’t be stored waits where it was read, nothing that was stored is lost`
        : `the disk of ${root} has room again`,
    )
  }
  const timer = setInterval(look, LOOK_EVERY)
  return () => clearInterval(timer)
}

function bytesLeft(root: string): number {
  const { bavail, bsize } = statfsSync(root)
  return bavail * bsize
}

const gibibytes = (bytes: number): string => (bytes / 2 ** 30).toFixed(1)
