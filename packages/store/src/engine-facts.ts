import type { Database } from './database.ts'

export interface EngineFacts {
  /** The child process of our own, or a server that somebody else runs. */
  engine: 'embedded' | 'server'
  postgres: string
  timescaledb: string
  edition: 'community' | 'apache'
  /** What this engine can't do, as codes. */
  missing: 'compression'[]
  /** Milliseconds that one client held the embedded engine at most, since it started; null on a server. */
  longestHold: number | null
}

/** What this engine is, and what a person should know that it can't do. */
export async function engineFacts(db: Database): Promise<EngineFacts> {
  const [facts] = await db.run<{
    postgres: string
    timescaledb: string
    licence: string
    engine: string
    hold: string | null
  }>(
    `select current_setting('server_version') as postgres,
            (select extversion from pg_extension where extname = 'timescaledb') as timescaledb,
            current_setting('timescaledb.license', true) as licence,
            coalesce(nullif(current_setting('driftbild.engine', true), ''), 'server') as engine,
            nullif(current_setting('driftbild.longest_hold', true), '') as hold`,
  )
  const edition = facts!.licence === 'timescale' ? 'community' : 'apache'
  return {
    engine: facts!.engine === 'embedded' ? 'embedded' : 'server',
    postgres: facts!.postgres,
    timescaledb: facts!.timescaledb,
    edition,
    missing: edition === 'apache' ? ['compression'] : [],
    longestHold: facts!.hold === null ? null : Number(facts!.hold),
  }
}
