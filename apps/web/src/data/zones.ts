import type { ZoneView } from '@driftbild/api/contract'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { getJson } from './http.ts'

export const zonesQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'zones'],
    queryFn: ({ signal }) => getJson<ZoneView[]>(`/api/${municipality}/zones`, signal),
    staleTime: 10 * 60_000,
  })

/** What a zone is called, by its tag; the tag itself until the names are there. */
export function useZoneName(municipality: string): (tag: string) => string {
  const zones = useQuery(zonesQuery(municipality))
  return (tag) => zones.data?.find((zone) => zone.tag === tag)?.name ?? tag
}
