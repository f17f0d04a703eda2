import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Kommunkod, Micros } from '@driftbild/core'
import { z } from 'zod'
import { ExportFormat } from '../contract/index.ts'

/** A file that is ready to be fetched, and by whom. */
export const KeptExport = z.object({
  id: z.uuid(),
  municipality: Kommunkod,
  /** A person's opaque id. */
  person: z.string(),
  /** What that person could see when it was made: who sees less now doesn't get it. */
  sight: z.string(),
  format: ExportFormat,
  name: z.string(),
  assets: z.int(),
  bytes: z.int(),
  orderedAt: Micros,
  keptUntil: Micros,
})
export type KeptExport = z.infer<typeof KeptExport>

/** Files and what is known of them, side by side; a file without such a note is half-written and goes. */
export interface ExportFolder {
  pathOf(id: string): string
  /** What an earlier process left that still counts. */
  open(now: Micros): Promise<KeptExport[]>
  keep(kept: KeptExport): Promise<void>
  drop(id: string): Promise<void>
}

export function exportFolder(folder: string): ExportFolder {
  const pathOf = (id: string) => join(folder, id)
  const noteOf = (id: string) => join(folder, `${id}.json`)
  const drop = async (id: string) => {
    await Promise.all([rm(pathOf(id), { force: true }), rm(noteOf(id), { force: true })])
  }
  return {
    pathOf,
    drop,
    async open(now) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const names = await readdir(folder)
      const kept: KeptExport[] = []
      for (const name of names.filter((one) => one.endsWith('.json'))) {
        const note = KeptExport.safeParse(JSON.parse(await readFile(join(folder, name), 'utf8')))
        if (note.success && note.data.keptUntil > now) kept.push(note.data)
      }
      const wanted = new Set(kept.flatMap(({ id }) => [id, `${id}.json`]))
      const stray = names.filter((name) => !wanted.has(name))
      await Promise.all(stray.map((name) => rm(join(folder, name), { force: true })))
      return kept
    },
    async keep(kept) {
      const half = `${noteOf(kept.id)}.half`
      await writeFile(half, JSON.stringify(kept))
      await rename(half, noteOf(kept.id))
    },
  }
}
