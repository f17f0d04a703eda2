import { Asset, Micros, Municipality, Signal } from '@driftbild/core'
import { z } from 'zod'

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** One file of readings: a municipality's month, in UTC. */
export const ArchivedFile = z.object({
  /** Beside the manifest. */
  name: z.string().regex(/^[\w.-]+\.parquet$/),
  month: z.string().regex(/^\d{4}-\d{2}$/),
  bytes: z.int().nonnegative(),
  /** Of the file's bytes. */
  sha256: Sha256,
  rows: z.int().nonnegative(),
  /** Of the readings, however they are laid out: see `createReadingDigest`. */
  content: Sha256,
})
export type ArchivedFile = z.infer<typeof ArchivedFile>

/** Says what lies beside it, and what the readings' signals were when it was written. */
export const ArchiveManifest = z.object({
  format: z.literal('driftbild-readings'),
  version: z.literal(1),
  municipality: Municipality,
  year: z.int(),
  writtenAt: Micros,
  /** Where each number of an outbox came from. */
  collectors: z.array(z.object({ epoch: z.uuid(), collector: z.uuid(), name: z.string(), kind: z.string() })),
  assets: z.array(Asset),
  signals: z.array(Signal),
  files: z.array(ArchivedFile),
})
export type ArchiveManifest = z.infer<typeof ArchiveManifest>
