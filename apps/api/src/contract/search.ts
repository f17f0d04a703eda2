import { z } from 'zod'
import { AssetSummary } from './assets.ts'

/** What a search finds: a street or a place, or an asset. */
export const SearchHit = z.discriminatedUnion('type', [
  z.object({ type: z.literal('place'), name: z.string(), position: z.tuple([z.number(), z.number()]) }),
  AssetSummary.extend({
    type: z.literal('asset'),
    /** The key of the signal by which it was found. */
    signal: z.string().nullable(),
  }),
])
export type SearchHit = z.infer<typeof SearchHit>
