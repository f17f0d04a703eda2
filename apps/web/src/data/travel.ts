import type { TravelPart, TravelView } from '@driftbild/api/contract'
import { queryOptions } from '@tanstack/react-query'
import { getJson, query } from './http.ts'

export type { TravelPart, TravelView }

export const travelQuery = (municipality: string, tag: string, at: string | null) =>
  queryOptions({
    queryKey: [municipality, 'travel-times', tag, at],
    queryFn: ({ signal }) =>
      getJson<TravelView>(
        `/api/${municipality}/assets/${encodeURIComponent(tag)}/travel-times${query({ at })}`,
        signal,
      ),
    staleTime: 60_000,
    retry: false,
  })
