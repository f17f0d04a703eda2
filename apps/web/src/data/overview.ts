import type { JobView, Overview } from '@driftbild/api/contract'
import { queryOptions } from '@tanstack/react-query'
import { orLastKnown } from '../offline/last-known.ts'
import { getJson } from './http.ts'

export type { JobView, Overview }

export const overviewQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'overview'],
    queryFn: ({ signal }) =>
      orLastKnown(`overview.${municipality}`, () =>
        getJson<Overview>(`/api/${municipality}/overview`, signal),
      ),
    networkMode: 'always',
    refetchOnReconnect: 'always',
  })
