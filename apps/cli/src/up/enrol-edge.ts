import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromMillis, HOUR, type Kommunkod } from '@driftbild/core'
import type { DeviceConfig } from '@driftbild/devices'
import { createEnrolment, type Database } from '@driftbild/store'
import { stringify } from 'yaml'

export interface EdgeToBe {
  db: Database
  /** For its configuration, outbox, key and certificates. */
  folder: string
  api: string
  municipality: Kommunkod
  name: string
  devices: readonly DeviceConfig[]
}

/**
 * Writes an edge's configuration and gives its command line: with a one-time code where it has not enrolled
 * yet. Devices may have got other ports since the last start, so the file is written anew each time.
 */
export async function enrolEdge(edge: EdgeToBe): Promise<string[]> {
  const { db, folder, api, municipality, name, devices } = edge
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const config = join(folder, 'edge.yaml')
  writeFileSync(config, stringify({ municipality, api, name, folder: '.', devices }), { mode: 0o600 })
  if (existsSync(join(folder, 'key.json'))) return ['--config', config]
  // Hex: a code that begins with a dash would be read as another option.
  const code = randomBytes(15).toString('hex')
  const codeHash = createHash('sha256').update(code).digest()
  const at = fromMillis(Date.now())
  await db.transaction({ municipality, role: 'api' }, (tx) =>
    createEnrolment(tx, { name, codeHash, at, expires: at + HOUR }),
  )
  return ['--config', config, '--enrol', code]
}
