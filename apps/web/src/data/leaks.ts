import type {
  IsolationPlan,
  IsolationView,
  LeakOutcomeRow,
  LeakRecord,
  LeakSearch,
  LeakSearchView,
  ThresholdBody,
  ValveHistory,
} from '@driftbild/api/contract'
import type { ValveCondition } from '@driftbild/core'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson, query } from './http.ts'

export type { IsolationPlan, IsolationView, LeakOutcomeRow, LeakRecord, LeakSearch, LeakSearchView }

/** Plans change with what is said of valves; they are asked for again with the work. */
const work = (municipality: string) => [municipality, 'work-orders'] as const

export const isolationQuery = (
  municipality: string,
  /** Tags with commas between. */
  pipes: string,
  way: IsolationPlan['way'],
) =>
  queryOptions({
    queryKey: [...work(municipality), 'isolation', pipes, way],
    queryFn: ({ signal }) =>
      getJson<IsolationView>(`/api/${municipality}/isolation${query({ pipes, way })}`, signal),
  })

export const suspectedSearchQuery = (municipality: string, prediction: string) =>
  queryOptions({
    queryKey: [municipality, 'predictions', 'leak-search', prediction],
    queryFn: ({ signal }) =>
      getJson<LeakSearch | null>(`/api/${municipality}/predictions/${prediction}/leak-search`, signal),
  })

export const orderSearchQuery = (municipality: string, order: string) =>
  queryOptions({
    queryKey: [...work(municipality), 'leak-search', order],
    queryFn: ({ signal }) =>
      getJson<LeakSearchView | null>(`/api/${municipality}/work-orders/${order}/leak-search`, signal),
  })

export function useRemakeSearch(municipality: string, order: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () =>
      postJson<LeakSearchView | null>(`/api/${municipality}/work-orders/${order}/leak-search`, {}),
    onSuccess: (made) => client.setQueryData(orderSearchQuery(municipality, order).queryKey, made),
  })
}

export const leakOutcomesQuery = (municipality: string, order: string) =>
  queryOptions({
    queryKey: [...work(municipality), 'leak-outcomes', order],
    queryFn: ({ signal }) =>
      getJson<LeakOutcomeRow[]>(`/api/${municipality}/work-orders/${order}/leak-outcomes`, signal),
  })

const valvePath = (municipality: string, tag: string) =>
  `/api/${municipality}/assets/${encodeURIComponent(tag)}/valve-conditions`

export const valveHistoryQuery = (municipality: string, tag: string) =>
  queryOptions({
    queryKey: [...work(municipality), 'valve', tag],
    queryFn: ({ signal }) => getJson<ValveHistory>(valvePath(municipality, tag), signal),
  })

/** What a person found out about a valve; every plan that counts on it is asked for again. */
export function useValveCondition(municipality: string, tag: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { condition: ValveCondition; note: string }) =>
      postJson<ValveHistory>(valvePath(municipality, tag), body),
    onSettled: () => {
      client.invalidateQueries({ queryKey: work(municipality) })
      client.invalidateQueries({ queryKey: [municipality, 'predictions', 'leak-search'] })
    },
  })
}

const zonePath = (municipality: string, tag: string) =>
  `/api/${municipality}/zones/${encodeURIComponent(tag)}`

export const leakRecordQuery = (municipality: string, zone: string) =>
  queryOptions({
    queryKey: [municipality, 'predictions', 'leaks', zone],
    queryFn: ({ signal }) => getJson<LeakRecord>(`${zonePath(municipality, zone)}/leaks`, signal),
  })

export function useLeakThreshold(municipality: string, zone: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: ThresholdBody) =>
      postJson<LeakRecord>(`${zonePath(municipality, zone)}/leak-threshold`, body),
    onSuccess: (record) => client.setQueryData(leakRecordQuery(municipality, zone).queryKey, record),
  })
}
