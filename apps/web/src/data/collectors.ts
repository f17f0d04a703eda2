import type { CollectorView } from '@driftbild/api/contract'
import { queryOptions, useMutation } from '@tanstack/react-query'
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
