import type { TraceView } from '@driftbild/api/contract'
import { queryOptions } from '@tanstack/react-query'
import { getJson, query } from './http.ts'

export type { TraceView }

export const traceQuery = (municipality: string, tag: string, way: TraceView['way'], at: string | null) =>
  queryOptions({
    queryKey: [municipality, 'trace', tag, way, at],
    queryFn: ({ signal }) =>
      getJson<TraceView>(
        `/api/${municipality}/assets/${encodeURIComponent(tag)}/trace${query({ way, at })}`,
        signal,
      ),
  })
