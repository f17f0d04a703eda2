import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { HOUR, type Kommunkod, packBatch } from '@driftbild/core'
import { createEnrolment, type Database } from '@driftbild/store'
import { copyReadings, readingRows } from '@driftbild/store/reading-copy'
import { eventually, type Started } from '../../chain/process.ts'
import { type EdgeAtBench, measureWindow, servedBy, untilRead, untilSettled, valuesOf } from './to-outbox.ts'

export interface ToStore {
  /** Values a second that were committed, over the window. */
  rate: number
  served: number
  lost: number
  /** Seconds from the last value until all of them were in. */
  drained: number
  /** Milliseconds, arrival of the batch that committed it − source. */
  lag: { p50: number; p99: number } | null
}

/** A code that enrols one edge. */
export async function enrolmentCode(db: Database, municipality: Kommunkod): Promise<string> {
  const code = randomBytes(15).toString('hex')
  const codeHash = createHash('sha256').update(code).digest()
  const at = Date.now() * 1000
  await db.transaction({ municipality, role: 'api' }, (tx) =>
    createEnrolment(tx, { name: 'bench', codeHash, at, expires: at + HOUR }),
  )
  return code
}

/** From the devices to a committed row, through the edge and the centre. */
export async function measureToStore(
  db: Database,
  municipality: Kommunkod,
  servers: Started,
  { process: edge, outbox }: EdgeAtBench,
  seconds: number,
): Promise<ToStore> {
  /** Highest number that is committed: the ledger says so in the transaction that commits the rows. */
  const committed = async () => {
    const [row] = await db.transaction({ municipality, role: 'reader' }, (tx) =>
      tx.query<{ durable: number }>('select coalesce(sum(durable), 0)::bigint as durable from epoch'),
    )
    return row!.durable
  }
  await untilRead(servers)
  await eventually('the edge has a key', async () =>
    edge.lines.some((line) => /^enrolled/.test(String(line.message))),
  )
  servers.child.stdin!.write('go\n')
  const { rate } = await measureWindow(edge.child.pid!, seconds, committed)
  const served = await servedBy(servers)
  const still = Date.now()
  // Devices at rest go on saying that they are: what comes after this is no value.
  const last = await untilSettled(outbox)
  let [known, changedAt] = [-1, performance.now()]
  while (known < last) {
    const before = known
    known = await committed()
    if (known !== before) changedAt = performance.now()
    if (performance.now() - changedAt > STUCK) {
      const said = edge.lines.findLast((line) => line.event === 'log')?.message
      throw new Error(`the centre has taken ${known} entries of ${last} and no more; the edge said: ${said}`)
    }
    await sleep(500)
  }
  await edge.stop()
  const [row] = await db.transaction({ municipality, role: 'reader' }, (tx) =>
    tx.query<{ arrived: number }>(
      'select extract(epoch from min(arrived))::float8 * 1000 as arrived from batch where last >= $1',
      [last],
    ),
  )
  return {
    rate,
    served,
    lost: served - (await valuesIn(db, municipality)),
    drained: Math.max(0, row!.arrived - still) / 1000,
    lag: await lagOf(db, municipality),
  }
}

/** Signals counted in one statement: all at once would hold the engine so long that it counts as hung. */
const COUNTED = 1000

async function valuesIn(db: Database, municipality: Kommunkod): Promise<number> {
  const scope = { municipality, role: 'reader' } as const
  const ids = await db.transaction(scope, (tx) =>
    tx.query<{ id: number }>('select id from signal order by id'),
  )
  let values = 0
  for (let i = 0; i < ids.length; i += COUNTED) {
    const some = ids.slice(i, i + COUNTED).map(({ id }) => id)
    const [row] = await db.transaction(scope, (tx) =>
      tx.query<{ values: number }>(
        'select count(value)::bigint as values from own_reading where signal = any ($1)',
        [some],
      ),
    )
    values += row!.values
  }
  return values
}

/** Of every value of some signals, by the ledger's arrival of its batch. */
async function lagOf(db: Database, municipality: Kommunkod): Promise<ToStore['lag']> {
  const [row] = await db.transaction({ municipality, role: 'reader' }, (tx) =>
    tx.query<{ p50: number | null; p99: number | null }>(
      `select percentile_cont(0.5) within group (order by lag) as p50,
              percentile_cont(0.99) within group (order by lag) as p99
       from (select extract(epoch from (
                      select b.arrived from batch b where b.epoch = r.epoch and b.first <= r.sequence
                      order by b.first desc limit 1) - r.source_time)::float8 * 1000 as lag
             from own_reading r
             where r.signal = any (array(select id from signal order by id limit 40)) and r.value is not null) as lags`,
    ),
  )
  return row?.p50 == null || row.p99 == null ? null : { p50: row.p50, p99: row.p99 }
}

/** Milliseconds without progress. */
const STUCK = 60_000
const MOST_COPIED = 500_000

/** The rows of an outbox once more into the same hypertable by COPY alone, in transactions as large as batches: rows a second. */
export async function measureBareCopy(
  db: Database,
  municipality: Kommunkod,
  outbox: string,
): Promise<number> {
  const scope = { municipality, role: 'ingest' } as const
  const signals = new Map(
    (
      await db.transaction(scope, (tx) => tx.query<{ id: number; key: string }>('select id, key from signal'))
    ).map(({ id, key }) => [key, id]),
  )
  let [rows, milliseconds, epoch] = [0, 0, 0]
  await db.transaction(scope, async (tx) => {
    const [row] = await tx.query<{ id: number }>('select min(id)::int as id from epoch')
    epoch = row!.id
  })
  for (const run of valuesOf(outbox)) {
    if (run.length === 0) continue
    // Without holes, as a batch has to be.
    const entries = run.map((entry, i) => ({ ...entry, sequence: i + 1 }))
    const batch = packBatch('00000000-0000-4000-8000-000000000000', entries)
    const assigned = entries.map(({ key }, row) => ({ row, signal: signals.get(key)! }))
    const began = performance.now()
    await db.transaction(scope, (tx) => copyReadings(tx, readingRows(epoch, batch, assigned)))
    milliseconds += performance.now() - began
    rows += entries.length
    if (rows >= MOST_COPIED) break
  }
  return milliseconds > 0 ? (rows * 1000) / milliseconds : 0
}
