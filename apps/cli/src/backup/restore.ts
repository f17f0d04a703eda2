import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Mistake } from '../mistake.ts'
import { paths } from '../paths.ts'
import type { Stop } from '../stop-asked.ts'
import type { Progress } from '../up/progress.ts'
import { readUpSettings } from '../up/settings.ts'
import { FILES, readNote } from './backup-note.ts'
import { copyFile } from './copy-file.ts'

/** Puts a backup back as a data folder, which must not be there yet. Every file is what was copied, or nothing is put back. */
export async function restore(
  env: NodeJS.ProcessEnv,
  { from, progress, stop }: { from: string; progress: Progress; stop: Stop },
): Promise<void> {
  const root = resolve(readUpSettings(env).dataFolder ?? join(paths.root, '.data'))
  const source = resolve(from)
  const note = readNote(source)
  requireEmpty(root)
  const coming = `${root}.coming`
  rmSync(coming, { recursive: true, force: true })
  mkdirSync(coming, { recursive: true, mode: 0o700 })
  try {
    for (const { path } of note.folders) mkdirSync(join(coming, path), { recursive: true, mode: 0o700 })
    for (const [i, { path, mode, sha256 }] of note.files.entries()) {
      if (stop.asked) throw new Mistake('stopped', 'Nothing of it is put back; start it again.')
      progress.say('restore', `file ${i + 1} of ${note.files.length}`)
      const copied = await copyFile(join(source, FILES, path), join(coming, path), mode).catch((cause) => {
        throw new Mistake(`${path} can’t be read from the backup`, 'Take another backup.', { cause })
      })
      if (copied.sha256 !== sha256)
        throw new Mistake(`${path} is not what was backed up`, 'Take another backup.')
    }
    for (const { path, mode } of note.folders) chmodSync(join(coming, path), mode)
  } catch (error) {
    rmSync(coming, { recursive: true, force: true })
    throw error
  }
  mkdirSync(dirname(root), { recursive: true })
  if (existsSync(root)) rmdirSync(root)
  renameSync(coming, root)
  if (note.store === 'server')
    progress.print('restore: the database is on a server: put its own backup back there, too')
  progress.say('restore', `${root} is as it was at ${note.madeAt}`, true)
}

function requireEmpty(root: string): void {
  if (!existsSync(root) || readdirSync(root).length === 0) return
  throw new Mistake(
    `${root} is not empty, and nothing is ever overwritten`,
    'Move it away, or name another folder with DRIFTBILD_DATA.',
  )
}
