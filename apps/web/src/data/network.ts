import type { SuspicionView, TraceView } from '@driftbild/api/contract'
import { queryOptions } from '@tanstack/react-query'
import { getJson, query } from './http.ts'

export type { SuspicionView, TraceView }

export const traceQuery = (municipality: string, tag: string, way: TraceView['way'], at: string | null) =>
  queryOptions({
    queryKey: [municipality, 'trace', tag, way, at],
    queryFn: ({ signal }) =>
      getJson<TraceView>(
        `/api/${municipality}/assets/${encodeURIComponent(tag)}/trace${query({ way, at })}`,
        signal,
      ),
  })

/** Below predictions, so that it is asked for again with them. */
export const suspicionQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'predictions', 'suspicion'],
    queryFn: ({ signal }) => getJson<SuspicionView>(`/api/${municipality}/suspicion`, signal),
  })
