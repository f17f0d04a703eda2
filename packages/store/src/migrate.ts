import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Database } from './database.ts'
import { UnusableDatabase } from './unusable-database.ts'

export interface Migration {
  version: number
  name: string
  sql: string
  hash: string
}

const here = fileURLToPath(new URL('../sql/', import.meta.url))

/**
 * Brings the database to the newest schema, each migration in a transaction of its own. `folder` is where the
 * SQL files lie when the code is bundled. Throws UnusableDatabase for a database without TimescaleDB, with a
 * newer schema, or whose landed migrations are not ours.
 */
export async function migrate(
  db: Database,
  { folder = here }: { folder?: string } = {},
): Promise<{ from: number; to: number }> {
  const migrations = await readMigrations(folder)
  await requireTimescale(db)
  await db.run(
    `create table if not exists schema_migration (
       version integer primary key, name text not null, hash text not null, applied_at timestamptz not null)`,
  )
  const applied = await db.run<{ version: number; name: string; hash: string }>(
    'select version, name, hash from schema_migration order by version',
  )
  const from = applied.at(-1)?.version ?? 0
  const newest = migrations.at(-1)?.version ?? 0
  if (from > newest) {
    throw new UnusableDatabase(
      `the database has schema ${from}, this version of Driftbild knows up to ${newest}: start the version that wrote it, or a newer one`,
    )
  }
  for (const { version, name, hash } of applied) {
    const ours = migrations.find((m) => m.version === version)
    if (ours?.hash !== hash) {
      throw new UnusableDatabase(
        `migration ${version} (${name}) was applied with another content than this version of Driftbild has: start the version that wrote the database, or begin with an empty one`,
      )
    }
  }
  for (const migration of migrations.filter((m) => m.version > from)) await apply(db, migration)
  return { from, to: newest }
}

export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name, i) => {
      const version = Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1])
      if (version !== i + 1) throw new Error(`migration ${name} in ${folder} should be number ${i + 1}`)
      const sql = await readFile(`${folder}/${name}`, 'utf8')
      return { version, name, sql, hash: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

async function apply(db: Database, { version, name, sql, hash }: Migration): Promise<void> {
  // Statements sent together are one transaction. Two starters at once: the lock lets one through, and the
  // row that it leaves stops the other.
  const lock = `select pg_advisory_xact_lock(hashtext('driftbild.migrate'));`
  const note = `reset role; insert into schema_migration values (${version}, '${name}', '${hash}', current_timestamp);`
  try {
    await db.run(`${lock}\n${note}\n${sql}\nreset role`)
  } catch (cause) {
    const [done] = await db.run('select from schema_migration where version = $1 and hash = $2', [
      version,
      hash,
    ])
    if (!done) throw new Error(`migration ${name} failed: ${(cause as Error).message}`, { cause })
  }
}

async function requireTimescale(db: Database): Promise<void> {
  const [available] = await db.run(`select from pg_available_extensions where name = 'timescaledb'`)
  if (!available) {
    throw new UnusableDatabase(
      'this PostgreSQL has no TimescaleDB: install the extension (package timescaledb-2-postgresql-17, or Debian’s postgresql-17-timescaledb), or leave DATABASE_URL empty for the embedded engine',
    )
  }
  try {
    await db.run('create extension if not exists timescaledb')
  } catch (cause) {
    throw new UnusableDatabase(
      `TimescaleDB is installed but can't be used here: ${(cause as Error).message}. It needs shared_preload_libraries = 'timescaledb' in postgresql.conf, and a user who may create extensions`,
      { cause },
    )
  }
}
