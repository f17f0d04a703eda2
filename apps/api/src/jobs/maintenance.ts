import type { Micros } from '@driftbild/core'
import {
  BATCHES_APART,
  COMPRESS_AFTER,
  chunksToCompress,
  compressChunk,
  type Database,
  dropFormerStates,
  dropUnusedModelWeights,
  dropUnusedReplayStates,
  type FoldedTo,
  foldBatches,
  MOST_JOINED,
  timestamp,
  vacuumBusyTables,
} from '@driftbild/store'

/** What a compressed chunk may have beside it before it is compressed anew: each time costs the whole of it. */
const LOOSE = 1_000_000

/**
 * Compresses one old chunk, or neighbours as one, as much as is bearable while people look on. It holds the embedded
 * engine as long as it takes, so there is a pause after each.
 */
export async function compressOne(db: Database, now: Micros): Promise<void> {
  const chunks = await chunksToCompress(db, now - COMPRESS_AFTER)
  const first = chunks.find(
    ({ bytes, full, loosened }) => bytes <= MOST_JOINED && full && (!loosened || bytes >= LOOSE),
  )
  if (first) await compressChunk(db, first)
}

/** Sessions and links that can't be used any more. */
export async function forgetExpired(db: Database, now: Micros): Promise<void> {
  await db.across(async (tx) => {
    await tx.query('delete from auth.session where "expiresAt" < $1', [timestamp(now)])
    await tx.query('delete from auth.verification where "expiresAt" < $1', [timestamp(now)])
  })
}

export async function tidy(db: Database, now: Micros): Promise<void> {
  await forgetExpired(db, now)
  await dropFormerStates(db)
  await dropUnusedReplayStates(db)
  await dropUnusedModelWeights(db)
  await vacuumBusyTables(db)
}

/** Makes one row an hour of batches that came long ago. True when there is more. */
export function createBatchFolding(db: Database, now: () => Micros): () => Promise<boolean> {
  let reached: FoldedTo | null = null
  return async () => {
    reached = await foldBatches(db, now() - BATCHES_APART, reached)
    return reached !== null
  }
}
