import type { ZoneView } from '@driftbild/api/contract'
import { queryOptions } from '@tanstack/react-query'
import { getJson } from './http.ts'

export const zonesQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'zones'],
    queryFn: ({ signal }) => getJson<ZoneView[]>(`/api/${municipality}/zones`, signal),
    staleTime: 10 * 60_000,
  })
