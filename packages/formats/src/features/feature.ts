import type { Cell } from '../table.ts'

/** Coordinates as the file has them, east before north, heights and all. */
export interface RawGeometry {
  type: 'Point' | 'LineString' | 'Polygon'
  coordinates: unknown
}

/** One row or feature of somebody's file, nothing of it believed yet. */
export interface Feature {
  /** Where a person finds it: the line of a table or a model file, the feature's number. */
  row: number
  values: Record<string, Cell>
  /** Null where there is none, `unreadable` where it is nothing that we can draw. */
  geometry: RawGeometry | null | 'unreadable'
}

export interface FeatureLayer {
  name: string
  columns: string[]
  /** EPSG code where the file names one. */
  crs: number | null
  /** Null until they are counted by reading. */
  count: number | null
  /** In pages, so that others get their turn between two. */
  pages(): AsyncIterable<readonly Feature[]>
}

/** An open file of features; close it when done. */
export interface FeatureFile {
  layers: FeatureLayer[]
  /** Parts of the file that are not taken over, by their own names, and why. */
  leftOut?: { part: string; line: number; lines: number; why: string }[]
  close(): void
}

export const featureFormats = ['geojson', 'gpkg', 'xlsx', 'csv', 'inp'] as const
export type FeatureFormat = (typeof featureFormats)[number]

/** One thing wrong in a file: a code, and the word that it is about. */
export interface FileProblem {
  line: number
  part: string
  code: string
  what: string
}

/** A file that is not what its name says, or has nothing in it. */
export class UnreadableFile extends Error {
  readonly why: 'not-that-format' | 'empty' | 'no-layers'
  readonly line: number | null
  /** Everything that a person must put right, where the format says so much. */
  readonly problems: readonly FileProblem[]
  constructor(
    why: UnreadableFile['why'],
    options: { line?: number; problems?: readonly FileProblem[]; cause?: unknown } = {},
  ) {
    super(why, { cause: options.cause })
    this.why = why
    this.line = options.line ?? options.problems?.[0]?.line ?? null
    this.problems = options.problems ?? []
  }
}

const PAGE = 500

/** A list as pages. */
export async function* inPages<T>(list: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let at = 0; at < list.length; at += PAGE) {
    yield list.slice(at, at + PAGE)
    await new Promise(setImmediate)
  }
}
