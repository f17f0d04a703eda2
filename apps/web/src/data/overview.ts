import type { JobView, Overview } from '@driftbild/api/contract'
import { queryOptions } from '@tanstack/react-query'
import { getJson } from './http.ts'

export type { JobView, Overview }

export const overviewQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'overview'],
    queryFn: ({ signal }) => getJson<Overview>(`/api/${municipality}/overview`, signal),
  })
