import type { SearchHit } from '@driftbild/api/contract'
import { queryOptions } from '@tanstack/react-query'
import { getJson, query } from './http.ts'

export type { SearchHit }

/** The few that a search box shows. */
export const searchQuery = (municipality: string, q: string) =>
  queryOptions({
    queryKey: [municipality, 'search', q],
    queryFn: ({ signal }) =>
      getJson<SearchHit[]>(`/api/${municipality}/search${query({ q, limit: 8 })}`, signal),
    enabled: q.trim().length > 0,
    placeholderData: (previous) => previous,
  })
