import { type Database, engineFacts, migrate, openDatabase, UnusableDatabase } from '@driftbild/store'
import { startEmbedded } from '@driftbild/store/embedded'
import { Mistake } from '../mistake.ts'
import type { DataFolder } from './folder.ts'
import type { Progress } from './progress.ts'

export interface RunningStore {
  url: string
  db: Database
  /** Resolves with why, when the embedded engine is gone for good although nobody stopped it. */
  gone: Promise<Mistake>
  stop(): Promise<void>
}

/** The server that DATABASE_URL names, or the embedded engine; migrated to the newest schema. */
export async function openStore(
  { databaseUrl }: { databaseUrl: string | undefined },
  folder: DataFolder,
  progress: Progress,
  engineOptions: { hangsAfter?: number } = {},
): Promise<RunningStore> {
  progress.say('store', databaseUrl ? 'connecting' : 'starting the embedded TimescaleDB')
  const engine = databaseUrl ? null : await startEngine(folder, progress, engineOptions)
  const url = databaseUrl ?? engine!.url
  const db = openDatabase(url)
  try {
    await migrate(db)
    const facts = await engineFacts(db)
    if (facts.missing.includes('compression'))
      progress.print('store: this TimescaleDB is the Apache edition, which can’t compress')
    progress.say('store', `TimescaleDB ${facts.timescaledb}, ${facts.engine}`, true)
  } catch (cause) {
    await db.close()
    await engine?.stop()
    throw mistakeOf(cause, databaseUrl)
  }
  const gone = Promise.withResolvers<Mistake>()
  engine?.onExit((error) => {
    if (error) gone.resolve(new Mistake(error.message, null, { cause: error }))
  })
  return {
    url,
    db,
    gone: gone.promise,
    async stop() {
      await db.close()
      await engine?.stop()
    },
  }
}

/** Whoever names a server has it put right there; the embedded engine's failures are ours. */
function mistakeOf(cause: unknown, databaseUrl: string | undefined): unknown {
  if (cause instanceof UnusableDatabase) return new Mistake(cause.message, null, { cause })
  if (!databaseUrl) return cause
  const { message, cause: inner } = cause as Error
  const why = inner instanceof Error ? `: ${inner.message}` : ''
  return new Mistake(
    `${message}${why}`,
    'Start it, or correct DATABASE_URL; without DATABASE_URL the embedded engine is used.',
    { cause },
  )
}

async function startEngine(folder: DataFolder, progress: Progress, options: { hangsAfter?: number }) {
  try {
    return await startEmbedded({
      ...options,
      folder: folder.engine,
      onLog: (level, text) => {
        if (level !== 'info') progress.print(`store: ${text}`)
      },
    })
  } catch (cause) {
    throw new Mistake((cause as Error).message, null, { cause })
  }
}
