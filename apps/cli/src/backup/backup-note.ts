import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Mistake } from '../mistake.ts'

/** Beside the files of a backup: what belongs to it. It is written last, so a folder without it is no backup. */
export const NOTE = 'backup.json'
/** Where in a backup the data folder's files lie. */
export const FILES = 'files'

const Note = z.object({
  format: z.literal('driftbild-backup-1'),
  madeAt: z.iso.datetime(),
  /** Whether the store is in it, or on a server that is backed up by its own tools. */
  store: z.enum(['embedded', 'server']),
  /** A database needs its empty folders, too. */
  folders: z.array(z.object({ path: z.string().min(1), mode: z.int() })),
  files: z.array(
    z.object({
      path: z.string().min(1),
      mode: z.int(),
      bytes: z.int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
})
export type Note = z.infer<typeof Note>

export function readNote(folder: string): Note {
  let text: string
  try {
    text = readFileSync(join(folder, NOTE), 'utf8')
  } catch (cause) {
    throw new Mistake(`${folder} is not a backup, or not a whole one: it has no ${NOTE}`, null, { cause })
  }
  const parsed = Note.safeParse(JSON.parse(text))
  if (!parsed.success) throw new Mistake(`${join(folder, NOTE)} is not the note of a backup`)
  const outside = [...parsed.data.folders, ...parsed.data.files].find(({ path }) => !isInside(path))
  if (outside) throw new Mistake(`${join(folder, NOTE)} names ${outside.path}, which is outside of a backup`)
  return parsed.data
}

const isInside = (path: string): boolean =>
  !path.startsWith('/') && path.split(/[\\/]/).every((part) => part !== '' && part !== '..')
