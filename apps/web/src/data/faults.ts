import type { FaultView } from '@driftbild/api/contract'
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson, query } from './http.ts'
import { type Page, pages } from './page.ts'

export type { FaultView }

export const faultsQuery = (municipality: string) =>
  infiniteQueryOptions({
    queryKey: [municipality, 'faults', 'all'],
    queryFn: ({ signal, pageParam }) =>
      getJson<Page<FaultView>>(`/api/${municipality}/faults${query({ cursor: pageParam })}`, signal),
    ...pages,
  })

export const faultQuery = (municipality: string, id: string) =>
  queryOptions({
    queryKey: [municipality, 'faults', 'one', id],
    queryFn: ({ signal }) =>
      getJson<FaultView>(`/api/${municipality}/faults/${encodeURIComponent(id)}`, signal),
  })

export const reportQuery = (municipality: string, id: string) =>
  queryOptions({
    queryKey: [municipality, 'fault-reports', id],
    queryFn: ({ signal }) =>
      getJson<{ text: string }>(`/api/${municipality}/fault-reports/${encodeURIComponent(id)}`, signal),
  })

/** Merging and splitting change alarms', predictions' and orders' fault as well. */
function useFaultWrite<Body>(municipality: string, id: string, verb: 'merge' | 'split') {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body) => postJson<unknown>(`/api/${municipality}/faults/${id}/${verb}`, body),
    onSettled: () => client.invalidateQueries({ queryKey: [municipality, 'faults'] }),
  })
}

export const useMergeFault = (municipality: string, id: string) =>
  useFaultWrite<{ other: string }>(municipality, id, 'merge')

export const useSplitFault = (municipality: string, id: string) =>
  useFaultWrite<{ evidence: string[] }>(municipality, id, 'split')
