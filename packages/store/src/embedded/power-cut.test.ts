import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { SECOND } from '@driftbild/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate, openDatabase } from '../index.ts'
import { SLOW } from '../testing/engine.ts'
import { type FileOperation, imageAfterPowerCut } from '../testing/recorded-writes.ts'
import { aReading, NOON, startTown } from '../testing/town.ts'
import { startEmbedded } from './start.ts'

const root = mkdtempSync(join(tmpdir(), 'driftbild-power-'))
const folder = join(root, 'engine')
const journal = `${folder}.journal`
const ROWS = 50

/** How much of the journal was written when each batch had been acknowledged. */
const acknowledgedAt: number[] = []

beforeAll(async () => {
  const engine = await startEmbedded({
    folder,
    main: join(import.meta.dirname, '../testing/recorded-engine.ts'),
  })
  const db = openDatabase(engine.url)
  await migrate(db)
  const { pack, send } = await startTown(db, '7001')
  for (let batch = 0; batch < 24; batch++) {
    await send(
      pack(
        Array.from({ length: ROWS }, (_, i) => [
          'P1/pressure',
          aReading(NOON + (batch * ROWS + i) * SECOND, i),
        ]),
      ),
    )
    acknowledgedAt.push(statSync(journal).size)
    // Files grow, are synced and have their log thrown away between batches too.
    if (batch % 7 === 5) await db.run('checkpoint')
  }
  await db.close()
  await engine.stop()
}, SLOW)
afterAll(() => rmSync(root, { recursive: true, force: true }))

test.each([
  [1, 0],
  [3, 13],
  [5, 23],
])(
  'power cut %i: what was acknowledged until batch %i is there, once',
  async (seed, batch) => {
    const { stored, different, gaps } = await afterPowerCut(seed, batch)
    expect(stored).toBeGreaterThanOrEqual((batch + 1) * ROWS)
    expect(stored % ROWS).toBe(0)
    expect({ different, gaps }).toEqual({ different: stored, gaps: 0 })
  },
  SLOW,
)

test(
  'on a disk that hears of no sync the same cut destroys or loses, so these tests can fail',
  async () => {
    const outcome = await afterPowerCut(6, 23, { heedSyncs: false }).then(
      ({ stored }) => stored,
      () => 0,
    )
    expect(outcome).toBeLessThan(24 * ROWS)
  },
  SLOW,
)

async function afterPowerCut(
  seed: number,
  batch: number,
  options?: { heedSyncs: boolean },
): Promise<{ stored: number; different: number; gaps: number }> {
  const image = join(root, `image-${seed}`)
  imageAfterPowerCut(
    await operationsUntil(acknowledgedAt[batch]!),
    join(image, 'data'),
    seeded(seed),
    options,
  )
  const engine = await startEmbedded({ folder: image })
  const db = openDatabase(engine.url)
  try {
    const [row] = await db.run<{ stored: number; different: number; gaps: number }>(
      `select count(*) as stored, count(distinct sequence) as different, max(sequence) - count(*) as gaps from reading`,
    )
    return row!
  } finally {
    await db.close()
    await engine.stop()
    rmSync(image, { recursive: true, force: true })
  }
}

async function operationsUntil(bytes: number): Promise<FileOperation[]> {
  const lines = createInterface({ input: createReadStream(journal, { end: bytes - 1 }) })
  const operations: FileOperation[] = []
  for await (const line of lines) operations.push(JSON.parse(line) as FileOperation)
  return operations
}

function seeded(seed: number): () => number {
  let state = seed * 2654435761
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return state / 2 ** 32
  }
}
