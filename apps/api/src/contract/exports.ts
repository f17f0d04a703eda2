import { AssetClass, assetStates, Position, Service } from '@driftbild/core'
import { swerefZones } from '@driftbild/network'
import { z } from 'zod'
import { AssetColumn } from './asset-columns.ts'
import { Time } from './common.ts'

/** What narrows the register, in its page's address and here alike. */
export const assetFilter = {
  class: AssetClass.optional(),
  service: Service.optional(),
  zone: z.string().optional(),
  state: z.enum(assetStates).optional(),
  q: z.string().max(100).optional(),
}

export const MOST_CORNERS = 200

export const AssetSelection = z.object({
  ...assetFilter,
  /** These, as far as they fit the rest. */
  tags: z.array(z.string()).min(1).max(5_000).optional(),
  /** West, south, east, north in degrees: what lies in it, or reaches into it. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
  /** Corners of an area that somebody drew: what lies in it, or reaches into it. */
  area: z.array(Position).min(3).max(MOST_CORNERS).optional(),
})
export type AssetSelection = z.infer<typeof AssetSelection>

export const exportFormats = ['gpkg', 'geojson', 'xlsx', 'csv', 'inp', 'pdf', 'labels'] as const
export const ExportFormat = z.enum(exportFormats)
export type ExportFormat = z.infer<typeof ExportFormat>

const tableSystems: readonly number[] = [3006, 4326]
const modelSystems: readonly number[] = [...tableSystems, ...swerefZones.map(({ code }) => code)]

export const ExportBody = z
  .object({
    format: ExportFormat,
    /** EPSG: SWEREF 99 TM or WGS 84, of a model file also a zone of SWEREF 99. A dossier has its map in the first. */
    crs: z.int().default(3006),
    /** Of a model file: the model that was read in under this name goes out again as the register has it now. */
    base: z.string().min(1).max(200).optional(),
    language: z.enum(['sv', 'en']).default('sv'),
    /** All that the chosen classes have, unless named. */
    columns: z.array(AssetColumn).min(1).optional(),
    selection: AssetSelection,
  })
  .refine(({ format, crs }) => (format === 'inp' ? modelSystems : tableSystems).includes(crs), {
    path: ['crs'],
  })
export type ExportBody = z.infer<typeof ExportBody>

export const ExportView = z.object({
  id: z.uuid(),
  format: ExportFormat,
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  assets: z.int(),
  /** 0…1 */
  done: z.number(),
  secondsLeft: z.number().nullable(),
  /** What the file is called. */
  name: z.string(),
  bytes: z.int().nullable(),
  orderedAt: Time,
  /** Until then the file can be fetched. */
  keptUntil: Time.nullable(),
})
export type ExportView = z.infer<typeof ExportView>
