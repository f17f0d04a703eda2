import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SECOND } from '@driftbild/core'
import { expect, onTestFinished, test } from 'vitest'
import { startEmbedded } from './embedded/start.ts'
import {
  type Database,
  engineFacts,
  findOrder,
  gapsOf,
  latest,
  migrate,
  openDatabase,
  refreshGaps,
  refreshRollups,
  rollupsBetween,
} from './index.ts'
import { readingsBetween } from './readings.ts'
import { describeSchema } from './testing/describe-schema.ts'
import { isOnServer, startTestStore } from './testing/engine.ts'
import { asApi, at } from './testing/town.ts'

const sql = fileURLToPath(new URL('../sql', import.meta.url))
/** The first schema that has all that `first-state.sql` fills. */
const FIRST = 9

test.skipIf(isOnServer)(
  'each earlier schema is brought to the newest, which schema.txt says, with all that is in it',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'driftbild-states-'))
    const engine = await startEmbedded({ folder: join(folder, 'store') })
    const db = openDatabase(engine.url)
    onTestFinished(async () => {
      await db.close()
      await engine.stop()
      rmSync(folder, { recursive: true, force: true })
    })
    const known = join(folder, 'sql')
    mkdirSync(known)
    for (const [i, name] of readdirSync(sql).sort().entries()) {
      copyFileSync(join(sql, name), join(known, name))
      expect(await migrate(db, { folder: known })).toEqual({ from: i, to: i + 1 })
      if (i + 1 === FIRST)
        await db.run(readFileSync(join(import.meta.dirname, 'testing/first-state.sql'), 'utf8'))
    }
    await expect(await describeSchema(db)).toMatchFileSnapshot('../schema.txt')
    await expectFirstState(db)
  },
)

test.runIf(isOnServer)('a server’s schema is the same, but for compression where it has none', async () => {
  const { db, stop } = await startTestStore()
  const schema = await describeSchema(db)
  const { missing } = await engineFacts(db)
  await stop()
  const file = readFileSync(join(import.meta.dirname, '../schema.txt'), 'utf8')
  expect(schema).toBe(missing.length === 0 ? file : file.replaceAll(/^ {2}compressed by .*\n/gm, ''))
})

async function expectFirstState(db: Database): Promise<void> {
  await refreshRollups(db, { most: 10_000 })
  await refreshGaps(db, '3001', new Map())
  await asApi(db, '3001', async (tx) => {
    const noon = at('2026-05-04T12:00:00Z')
    const all = { from: noon, to: noon + 3600 * SECOND, limit: 10 }
    const readings = await readingsBetween(tx, 'P1/pressure', all)
    expect(readings.map((one) => ('value' in one ? one.value : one.reason))).toEqual([
      4.25,
      1.5,
      'bad-status',
    ])
    expect(readings[0]).toMatchObject({ sourceTime: noon + 1, receivedTime: noon + 1001 })
    const newest = await latest(tx, { keys: ['P1/pressure'] })
    expect(newest.get('P1/pressure')!.reading).toEqual(readings[2])
    // The hour that waited in the old queue was folded.
    const hours = await rollupsBetween(tx, ['P1/pressure'], '1h', noon, noon + 3600 * SECOND)
    expect(hours['P1/pressure']).toMatchObject([{ bucket: noon, good: 2, minimum: 1.5, maximum: 4.25 }])
    expect(await gapsOf(tx, 'P1/pressure', all.from, all.to)).toMatchObject([{ reason: 'unreachable' }])
    const order = await findOrder(tx, '66666666-6666-4666-8666-666666666666')
    expect(order).toMatchObject({ number: 1, state: 'draft', subject: { type: 'asset', tag: 'P1' } })
  })
  const rows = await db.across((tx) =>
    tx.query(`select (select count(*) from audit) as audit, (select count(*) from unassigned_reading) as unassigned,
                     (select count(*) from installation) as installations, (select count(*) from alarm) as alarms`),
  )
  expect(rows).toEqual([{ audit: 1, unassigned: 1, installations: 1, alarms: 1 }])
}
