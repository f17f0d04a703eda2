import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, migrate, openDatabase } from '@driftbild/store'
import { startEmbedded } from '@driftbild/store/embedded'
import { usageOf } from '../collect/usage.ts'

export interface Opened {
  db: Database
  /** Of an engine that was started: seconds until it could be asked; null of a server. */
  started: number | null
  /** What the engine's process holds now; null of a server. */
  megabytes(): number | null
  close(): Promise<void>
}

/** A new database for the bench alone, taken away when it is closed: of the embedded engine, or on a server. */
export async function openNew(server: string | null): Promise<Opened> {
  if (server !== null) return openOnServer(server)
  const folder = newFolder()
  const opened = await openFolder(folder)
  return {
    ...opened,
    async close() {
      await opened.close()
      removeFolder(folder)
    },
  }
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'driftbild-bench-store-'))
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true })

/** The embedded engine's in a folder, which stays. */
export async function openFolder(folder: string): Promise<Opened> {
  const began = performance.now()
  const engine = await startEmbedded({ folder })
  const started = (performance.now() - began) / 1000
  const db = openDatabase(engine.url)
  await migrate(db)
  return {
    ...{ db, started },
    megabytes: () => usageOf(engine.pid).megabytes,
    async close() {
      await db.close()
      await engine.stop()
    },
  }
}

async function openOnServer(server: string): Promise<Opened> {
  const name = `driftbild_bench_${randomUUID().replaceAll('-', '')}`
  const admin = openDatabase(server)
  await admin.run(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const db = openDatabase(url.href)
  await migrate(db)
  return {
    ...{ db, started: null },
    megabytes: () => null,
    async close() {
      await db.close()
      await admin.run(`drop database ${name} with (force)`)
      await admin.close()
    },
  }
}
