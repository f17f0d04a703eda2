import { AssetClass, AssetField, Geometry, Position } from '@driftbild/core'
import { ownPlane } from '@driftbild/network'
import { z } from 'zod'
import { RowOutcome } from './asset-changes.ts'
import { Time } from './common.ts'

export const importFormats = ['geojson', 'gpkg', 'xlsx', 'csv', 'inp'] as const

/** What a file has to be mapped, seen once through. */
export const ImportColumn = z.object({
  name: z.string(),
  /** Different values, as many as fit a choice; null where there are more. */
  values: z.array(z.string()).nullable(),
  samples: z.array(z.string()),
})

export const ImportLayer = z.object({
  name: z.string(),
  /** EPSG code where the file names one. */
  crs: z.int().nullable(),
  features: z.int(),
  /** How many features have a place in the file itself. */
  placed: z.int(),
  /** Around these, as the file has them: least x and y, most x and y. */
  extent: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
  /** EPSG codes of the systems in which that lies in or near Sweden. */
  fits: z.array(z.int()),
  columns: z.array(ImportColumn),
})
export type ImportLayer = z.infer<typeof ImportLayer>

export const ImportFileView = z.object({
  id: z.uuid(),
  name: z.string(),
  format: z.enum(importFormats),
  layers: z.array(ImportLayer),
  /** Parts of the file that nothing is made of here, by their own names. */
  leftOut: z.array(z.object({ part: z.string(), line: z.int(), lines: z.int(), why: z.string() })),
  /** Coordinate systems that it may be in. */
  systems: z.array(z.object({ code: z.int(), name: z.string() })),
})
export type ImportFileView = z.infer<typeof ImportFileView>

const finite = z.number().min(-1e9).max(1e9)

/** Places by which a plane of its own is laid on the map: the file's x and y, and longitude and latitude. */
export const ControlPoints = z
  .array(z.object({ file: z.tuple([finite, finite]), at: Position }))
  .max(50)
  .refine((points) => ownPlane(points) !== null, { message: 'too few places, or all in one' })

/** Which column is what; kept by a contractor's name, so that it is said once. */
export const ImportMapping = z.object({
  layer: z.string(),
  /** EPSG code of the file's coordinates. */
  crs: z.int(),
  /** The file's coordinates are of a plane of its own; these places say where it lies. Then `crs` says nothing. */
  plane: ControlPoints.optional(),
  tag: z.string().min(1),
  class: z.discriminatedUnion('by', [
    z.object({ by: z.literal('one'), class: AssetClass }),
    z.object({ by: z.literal('column'), column: z.string(), values: z.record(z.string(), AssetClass) }),
  ]),
  place: z.discriminatedUnion('from', [
    z.object({ from: z.literal('file') }),
    z.object({ from: z.literal('columns'), east: z.string(), north: z.string() }),
    z.object({ from: z.literal('text'), column: z.string() }),
    z.object({ from: z.literal('none') }),
  ]),
  fields: z
    .array(
      z.object({
        field: AssetField,
        column: z.string(),
        /** What the file counts in; ours where nothing is said. */
        unit: z.string().nullable(),
        /** The file's words for our choices. */
        values: z.record(z.string(), z.string()),
      }),
    )
    .max(60),
})
export type ImportMapping = z.infer<typeof ImportMapping>

export const ImportPlanBody = z.object({
  mapping: ImportMapping,
  /** Kept under this name for the next file. */
  contractor: z.string().trim().max(100),
})
export type ImportPlanBody = z.infer<typeof ImportPlanBody>

export const SavedMappingView = z.object({ name: z.string(), mapping: ImportMapping, savedAt: Time })
export type SavedMappingView = z.infer<typeof SavedMappingView>

/** A model file that was read in, by the sender's name or its own. */
export const NetworkModelView = z.object({ name: z.string(), savedAt: Time })
export type NetworkModelView = z.infer<typeof NetworkModelView>

/** Where a draft's rows lie, for a map. */
export const DraftPlaces = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      properties: z.object({ ref: z.string(), tag: z.string(), outcome: RowOutcome }),
      geometry: Geometry,
    }),
  ),
})
export type DraftPlaces = z.infer<typeof DraftPlaces>
