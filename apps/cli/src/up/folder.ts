import { accessSync, constants, mkdirSync, statfsSync } from 'node:fs'
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
  const { bavail, bsize } = statfsSync(root)
  if (bavail * bsize < LEAST_FREE) {
    throw new Mistake(
      `the disk of ${root} has ${((bavail * bsize) / 2 ** 30).toFixed(1)} GiB left; 2 are needed`,
      'Make room, or set DRIFTBILD_DATA to a folder on another disk.',
    )
  }
  return folder
}
