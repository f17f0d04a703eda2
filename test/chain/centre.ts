import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '@driftbild/cli/free-port'
import type { Register } from '@driftbild/core'
import { type Database, migrate, openDatabase, putRegister } from '@driftbild/store'
import { beginFolder } from '@driftbild/store/begun-folder'
import { startEmbedded } from '@driftbild/store/embedded'
import { startProcess } from './process.ts'
import { inSteps, undoAll } from './undo.ts'

const main = fileURLToPath(new URL('../../apps/api/src/main.ts', import.meta.url))

/** The centre as a process of its own, over a TimescaleDB of its own. */
export interface Centre {
  address: string
  /** Signs in once, as who administers everything. */
  signInLink: string
  db: Database
  /** Goes with the centre. */
  folder: string
  /** What the centre runs with, for commands beside it. */
  environment: Record<string, string>
  stop(): Promise<void>
}

/** `fill` puts in what else is to be there when the centre starts, `more` is for its environment. */
export function startCentre(
  register: Register,
  fill: (db: Database) => Promise<void> = async () => {},
  more: Record<string, string> = {},
): Promise<Centre> {
  return inSteps(async (undo) => {
    const folder = mkdtempSync(join(tmpdir(), 'driftbild-centre-'))
    undo.push(() => rmSync(folder, { recursive: true, force: true }))
    await beginFolder(join(folder, 'engine'))
    const engine = await startEmbedded({ folder: join(folder, 'engine') })
    undo.push(() => engine.stop())
    const db = openDatabase(engine.url)
    undo.push(() => db.close())
    await migrate(db)
    const { code } = register.municipality
    await db.transaction({ municipality: code, role: 'api' }, (tx) => putRegister(tx, register))
    await fill(db)
    const port = await freePort(0)
    const environment = {
      DATABASE_URL: engine.url,
      DRIFTBILD_DATA: folder,
      DRIFTBILD_URL: `http://127.0.0.1:${port}`,
      ...more,
    }
    const centre = startProcess(main, [], { ...environment, PORT: String(port) })
    undo.push(() => centre.stop())
    const address = String((await centre.said('ready')).url)
    const signInLink = String((await centre.said('sign-in-link')).url)
    return { address, signInLink, db, folder, environment, stop: () => undoAll(undo) }
  })
}
