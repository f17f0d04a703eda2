import { ProblemError } from '@driftbild/core'
import { z } from 'zod'

export const PAGE_LIMIT = 200

/** Query of every paged list. */
export const paging = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(PAGE_LIMIT),
}

/** A cursor is where the last page ended, opaque to the client: it may change its form at any time. */
export const toCursor = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url')

export function fromCursor<T>(cursor: string | undefined, schema: z.ZodType<T>): T | null {
  if (cursor === undefined) return null
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch (cause) {
    throw new ProblemError(400, { code: 'invalid-cursor', ref: cursor }, { cause })
  }
}

/** Cuts a list that was read one longer than asked for into the page and the place where the next begins. */
export function pageOf<T>(items: readonly T[], limit: number, place: (last: T) => unknown) {
  const shown = items.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown, next: items.length > limit && last !== undefined ? toCursor(place(last)) : null }
}
