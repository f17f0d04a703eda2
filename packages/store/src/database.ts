import type { Kommunkod } from '@driftbild/core'
import pg from 'pg'
import { parseTimestamp } from './timestamp.ts'
import { connectionFailure } from './unusable-database.ts'

/** The tables' owner is not among them: to it row-level security does not apply. */
export const scopeRoles = ['ingest', 'api', 'reader'] as const
export type ScopeRole = (typeof scopeRoles)[number]

/** Whose data a transaction sees, and what it may do with them. */
export interface Scope {
  municipality: Kommunkod
  role: ScopeRole
}

/** Named, an engine parses and plans it once a connection; worth it for what is asked many times a second. */
export type Statement = string | { name: string; text: string }

/** An open transaction. Times come out of `query` as Micros, bigints as numbers; pass times in by `timestamp()`. */
export interface Tx {
  readonly municipality: Kommunkod
  query<Row extends object>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>
  /** For what `query` can't do: COPY. */
  readonly client: pg.PoolClient
}

/** A transaction as the tables' owner, which sees every municipality. */
export type OwnerTx = Omit<Tx, 'municipality'>

export interface Database {
  readonly url: string
  /** Commits what `fn` did, or nothing of it when it throws. */
  transaction<T>(scope: Scope, fn: (tx: Tx) => Promise<T>): Promise<T>
  /** As the tables' owner, across municipalities: migration, maintenance, sign-in. */
  across<T>(fn: (tx: OwnerTx) => Promise<T>): Promise<T>
  /** One statement outside a transaction, as the connection's own user: VACUUM, CHECKPOINT. */
  run<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** Connections at most. The embedded engine serves them one at a time. */
  connections?: number
  /** Milliseconds to go on trying to connect while an engine (re)starts. */
  patience?: number
}

/** Nothing is connected until something is asked. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 8,
    options: '-c TimeZone=UTC -c client_min_messages=notice',
    types: { getTypeParser },
  })
  surviveBreaks(pool)
  const patience = options.patience ?? 15_000

  async function within<T>(begin: string, fn: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await connectPatiently(pool, patience)
    let broken: Error | undefined
    const onError = (error: Error) => {
      broken = error
    }
    client.on('error', onError)
    try {
      await client.query(begin)
      const result = await fn(client)
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch((cause: Error) => {
        broken = cause
      })
      throw error
    } finally {
      client.off('error', onError)
      client.release(broken)
    }
  }

  return {
    url,
    async transaction({ municipality, role }, fn) {
      if (!/^\d{4}$/.test(municipality)) throw new Error(`${municipality} is not a kommunkod`)
      if (!scopeRoles.includes(role)) throw new Error(`${role} is not a role of the store`)
      const begin = `begin; set local role driftbild_${role}; set local driftbild.municipality = '${municipality}'`
      return within(begin, (client) => fn({ municipality, query: querier(client), client }))
    },
    across(fn) {
      const begin = `begin; set local role driftbild_migrator; set local driftbild.municipality = ''`
      return within(begin, (client) => fn({ query: querier(client), client }))
    },
    async run<Row extends object>(text: string, values: readonly unknown[] = []) {
      const client = await connectPatiently(pool, patience)
      try {
        return (await client.query<Row>(text, [...values])).rows
      } finally {
        client.release()
      }
    },
    close: () => pool.end(),
  }
}

/**
 * A plain pool for better-auth, which brings its own queries: its tables are found in the schema `auth`, and
 * times come as Date. The embedded engine has the same search path set for its one session.
 */
export function openAuthPool(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 2,
    options: '-c TimeZone=UTC -c search_path=auth,public',
  })
  surviveBreaks(pool)
  return pool
}

/**
 * A connection that breaks is replaced by the pool, and its query rejects; without a listener, on the pool while
 * it is idle and on itself while it is used, it would end the process.
 */
function surviveBreaks(pool: pg.Pool): void {
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
}

const querier =
  (client: pg.PoolClient) =>
  async <Row extends object>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> => {
    const named = typeof statement === 'string' ? { text: statement } : statement
    return (await client.query<Row>({ ...named, values: [...values] })).rows
  }

/** Codes of an engine that is not there yet: no socket, nobody listening, "starting up", "shutting down". */
const notThereYet = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', '57P03', '57P01'])

async function connectPatiently(pool: pg.Pool, patience: number): Promise<pg.PoolClient> {
  const deadline = performance.now() + patience
  for (;;) {
    try {
      return await pool.connect()
    } catch (error) {
      const code = (error as { code?: string }).code
      if (!code || !notThereYet.has(code) || performance.now() > deadline) {
        throw connectionFailure(pool.options.connectionString ?? '', error)
      }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

const INT8 = 20
const TIMESTAMPTZ = 1184

type Parser = (text: string) => unknown

function getTypeParser(oid: number, format?: string): Parser {
  if (oid === INT8) return Number
  if (oid === TIMESTAMPTZ) return parseTimestamp
  return pg.types.getTypeParser(oid, format as 'text') as Parser
}
