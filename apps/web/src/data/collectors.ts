import type { CollectorView } from '@driftbild/api/contract'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson } from './http.ts'

export type { CollectorView }

export const collectorsQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'collectors'],
    queryFn: ({ signal }) => getJson<CollectorView[]>(`/api/${municipality}/collectors`, signal),
  })

/** A one-time code with which a new edge makes itself known. */
export const useEnrolment = (municipality: string) =>
  useMutation({
    mutationFn: (name: string) =>
      postJson<{ code: string; expires: string }>(`/api/${municipality}/enrolments`, { name }),
  })

/** Takes a collector's key away. */
export function useRevoke(municipality: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => postJson<unknown>(`/api/${municipality}/collectors/${id}/revoke`, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: [municipality, 'collectors'] }),
  })
}
