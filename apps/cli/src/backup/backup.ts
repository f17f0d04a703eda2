import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { Mistake } from '../mistake.ts'
import type { Stop } from '../stop-asked.ts'
import { openDataFolder } from '../up/folder.ts'
import { onlyOne } from '../up/only-one.ts'
import type { Progress } from '../up/progress.ts'
import { readUpSettings } from '../up/settings.ts'
import { writeWhole } from '../write-whole.ts'
import { FILES, NOTE, type Note } from './backup-note.ts'
import { copyFile } from './copy-file.ts'

/** What is made anew: what was said, exported files that live for hours, who holds the folder. */
const passing = (path: string): boolean =>
  /^(log|api\/exports)(\/|$)/.test(path) ||
  /^running\.json$|(^|\/)[a-z]+\.(lock|pid|lock-journal)$/.test(path)

interface Parts {
  out: string
  progress: Progress
  stop: Stop
  /** Milliseconds. */
  now: () => number
}

/**
 * Copies the data folder, so that it can be put back: the store, the files of documents, the secret, the edge's outbox. A
 * backup is whole or not there.
 */
export async function backup(env: NodeJS.ProcessEnv, { out, progress, stop, now }: Parts): Promise<void> {
  const settings = readUpSettings(env)
  const folder = openDataFolder(settings.dataFolder)
  const target = resolve(out)
  requireApart(target, folder.root)
  if (!settings.databaseUrl) requireAlone(folder.root, folder.engine)
  const { folders, files } = listBelow(folder.root)
  const size = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const coming = `${target}.coming`
  rmSync(coming, { recursive: true, force: true })
  mkdirSync(coming, { recursive: true, mode: 0o700 })
  requireRoomFor(size, coming)
  const note: Note = {
    format: 'driftbild-backup-1',
    madeAt: new Date(now()).toISOString(),
    store: settings.databaseUrl ? 'server' : 'embedded',
    folders,
    files: [],
  }
  for (const [i, { path, mode }] of files.entries()) {
    if (stop.asked) {
      rmSync(coming, { recursive: true, force: true })
      throw new Mistake('stopped', 'Nothing of it is kept; start it again for a backup.')
    }
    progress.say('backup', `file ${i + 1} of ${files.length}`)
    const copied = await copyFile(join(folder.root, path), join(coming, FILES, path), mode)
    note.files.push({ path, mode, ...copied })
  }
  writeWhole(join(coming, NOTE), `${JSON.stringify(note)}\n`)
  renameSync(coming, target)
  if (note.store === 'server')
    progress.print(
      'backup: the database is on a server: back it up with its own tools, and before this, so that every file it names is here',
    )
  progress.say('backup', `${target} holds ${files.length} files, ${(size / 1e6).toFixed(0)} MB`, true)
}

/** The store's files are only of one time while nobody writes them. */
function requireAlone(root: string, engine: string): void {
  if (!existsSync(join(engine, 'data', 'PG_VERSION'))) {
    throw new Mistake(
      `there is no store in ${root}`,
      'Set DRIFTBILD_DATA to the folder that Driftbild keeps everything in.',
    )
  }
  onlyOne(
    root,
    'Stop it with Ctrl-C in its terminal first: a store that is written to can’t be copied whole.',
  )
}

function requireApart(target: string, root: string): void {
  if (existsSync(target)) throw new Mistake(`${target} is there already`, 'Name a folder that is not.')
  const [from, to] = [`${resolve(root)}${sep}`, `${target}${sep}`]
  if (to.startsWith(from) || from.startsWith(to))
    throw new Mistake(`${target} and the data folder lie in one another`, 'Name a folder beside it.')
}

function requireRoomFor(bytes: number, folder: string): void {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize > bytes) return
  rmSync(folder, { recursive: true, force: true })
  throw new Mistake(
    `a backup takes ${(bytes / 1e6).toFixed(0)} MB, and its disk has ${((bavail * bsize) / 1e6).toFixed(0)} MB left`,
    'Make room, or name a folder on another disk.',
  )
}

function listBelow(root: string): {
  folders: Note['folders']
  files: { path: string; mode: number; bytes: number }[]
} {
  const folders: Note['folders'] = []
  const files: { path: string; mode: number; bytes: number }[] = []
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, '/')
    if (passing(path)) continue
    const { mode, size } = lstatSync(join(root, path))
    if (entry.isDirectory()) folders.push({ path, mode: mode & 0o777 })
    else if (entry.isFile()) files.push({ path, mode: mode & 0o777, bytes: size })
  }
  return { folders, files }
}
