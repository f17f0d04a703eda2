import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDatabase } from '../database.ts'
import { startEmbedded } from '../embedded/start.ts'
import { migrate } from '../migrate.ts'

const sql = fileURLToPath(new URL('../../sql', import.meta.url))

/**
 * Makes a new engine's folder that has our schema already, as a copy of one that is made once for all tests: an
 * engine begins in a second so, instead of ten.
 */
export async function beginFolder(folder: string): Promise<void> {
  const made = template()
  if (!existsSync(made)) await makeTemplate(made)
  mkdirSync(dirname(folder), { recursive: true })
  cpSync(made, folder, { recursive: true })
}

function template(): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(sql).sort()) hash.update(readFileSync(join(sql, name)))
  return join(tmpdir(), `driftbild-begun-${userInfo().uid}-${hash.digest('hex').slice(0, 16)}`)
}

/** Several may make it at once; the first that is done counts. */
async function makeTemplate(made: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'driftbild-begins-'))
  const engine = await startEmbedded({ folder })
  const db = openDatabase(engine.url)
  await migrate(db)
  await db.close()
  await engine.stop()
  try {
    renameSync(folder, made)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    if (!existsSync(made)) throw error
  }
}
