import { z } from 'zod'
import { Visibility } from './asset.ts'
import { Micros } from './time.ts'

/** What crews make at the place: by kind, the types that phones make it in. */
export const fieldFileTypes = {
  photo: ['image/jpeg', 'image/png', 'image/webp'],
  voice: ['audio/webm', 'audio/mp4', 'audio/ogg'],
  signature: ['image/png'],
} as const satisfies Record<string, readonly string[]>
export type FieldFileKind = keyof typeof fieldFileTypes
export const FieldFileKind = z.enum(Object.keys(fieldFileTypes) as [FieldFileKind, ...FieldFileKind[]])

/** A drawing, a photo, a manual: known by its content, which lies beside the database. */
export const Document = z.object({
  id: z.uuid(),
  name: z.string().min(1).max(200),
  kind: z.enum(['drawing', 'manual', 'report', 'other', ...FieldFileKind.options]),
  mediaType: z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/),
  bytes: z.int().nonnegative(),
  /** SHA-256 of the content, hexadecimal: two of one content share one file. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** When it was made, where that is known. */
  madeAt: Micros.nullable(),
  addedAt: Micros,
  /** A person's opaque id. */
  addedBy: z.string().min(1),
  visibility: Visibility,
  /** Tags of what it is about. */
  assets: z.array(z.string().min(1)),
})
export type Document = z.infer<typeof Document>
