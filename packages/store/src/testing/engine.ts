import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EmbeddedEngine, startEmbedded } from '../embedded/start.ts'
import { type Database, migrate, openDatabase } from '../index.ts'
import { beginFolder } from './begun-folder.ts'

/** Milliseconds for what starts an engine, on a machine that is busy with other tests. */
export const SLOW = 120_000

export interface TestStore {
  db: Database
  stop(): Promise<void>
}

export interface TestEngine extends TestStore {
  engine: EmbeddedEngine
  folder: string
}

/** A URL of a user who may create databases and extensions: the store's tests run there, too. */
export const testServer = process.env.DRIFTBILD_TEST_SERVER
/** Whether this run of a test is the one on the server. */
export const isOnServer = process.env.DRIFTBILD_TEST_ENGINE === 'server'

/**
 * A migrated database. Tests share it, each in a municipality of its own. It is an embedded engine's, or a new
 * one on the server.
 */
export const startTestStore = (): Promise<TestStore> =>
  isOnServer ? startOnServer(testServer!) : startTestEngine()

export async function startTestEngine(): Promise<TestEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'driftbild-store-'))
  await beginFolder(folder)
  const engine = await startEmbedded({ folder })
  const db = openDatabase(engine.url)
  await migrate(db)
  return {
    db,
    engine,
    folder,
    async stop() {
      await db.close()
      await engine.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function startOnServer(server: string): Promise<TestStore> {
  const name = `driftbild_test_${randomUUID().replaceAll('-', '')}`
  const admin = openDatabase(server)
  await admin.run(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const db = openDatabase(url.href)
  await migrate(db)
  return {
    db,
    async stop() {
      await db.close()
      await admin.run(`drop database ${name} with (force)`)
      await admin.close()
    },
  }
}
