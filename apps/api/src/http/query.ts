import { Position, parseTime } from '@driftbild/core'
import { z } from 'zod'
import { MOST_CORNERS } from '../contract/index.ts'

/** `?active`, `?active=true` and `?active=false`; absent means both. */
export const Flag = z
  .enum(['', 'true', '1', 'false', '0'])
  .transform((text) => text === '' || text === 'true' || text === '1')
  .openapi({ type: 'boolean' })

/** West, south, east and north in degrees, with commas between. */
export const BoxQuery = z
  .string()
  .transform((text) => text.split(',').map(Number))
  .pipe(z.tuple([z.number(), z.number(), z.number(), z.number()]))
  .openapi({ type: 'string', description: 'west,south,east,north in degrees' })

/** Corners as longitude and latitude with a comma between, and a semicolon between corners. */
export const AreaQuery = z
  .string()
  .transform((text) => text.split(';').map((corner) => corner.split(',').map(Number)))
  .pipe(z.array(Position).min(3).max(MOST_CORNERS))
  .openapi({
    type: 'string',
    description: 'longitude,latitude;longitude,latitude;… of at least three corners',
  })

/** RFC 3339 with an offset, as microseconds. */
export const TimeQuery = z
  .string()
  .transform((text, ctx) => {
    try {
      return parseTime(text)
    } catch (error) {
      ctx.addIssue({ code: 'custom', message: (error as Error).message })
      return z.NEVER
    }
  })
  .openapi({ type: 'string', format: 'date-time' })
