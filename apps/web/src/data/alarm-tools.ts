import type {
  AlarmGroupView,
  AlarmLoadView,
  AlarmRuleView,
  JournalEntryView,
  SuppressionBody,
  SuppressionView,
} from '@driftbild/api/contract'
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson, query } from './http.ts'
import { type Page, pages } from './page.ts'

export type { AlarmGroupView, AlarmLoadView, AlarmRuleView, JournalEntryView, SuppressionView }

export const alarmGroupsQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'alarms', 'groups'],
    queryFn: ({ signal }) => getJson<AlarmGroupView[]>(`/api/${municipality}/alarms/groups`, signal),
  })

export const alarmLoadQuery = (municipality: string, days: number) =>
  queryOptions({
    queryKey: [municipality, 'alarm-load', days],
    queryFn: ({ signal }) => getJson<AlarmLoadView>(`/api/${municipality}/alarms/load?days=${days}`, signal),
  })

export interface JournalFilter {
  asset: string
  type: string
  priority: string
}

export const journalQuery = (municipality: string, filter: JournalFilter) =>
  infiniteQueryOptions({
    queryKey: [municipality, 'alarms', 'journal', filter],
    queryFn: ({ signal, pageParam }) =>
      getJson<Page<JournalEntryView>>(
        `/api/${municipality}/alarms/journal${query({ ...filter, cursor: pageParam, limit: 100 })}`,
        signal,
      ),
    ...pages,
  })

export const suppressionsQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'alarms', 'suppressions'],
    queryFn: ({ signal }) => getJson<SuppressionView[]>(`/api/${municipality}/alarm-suppressions`, signal),
  })

export const alarmRulesQuery = (municipality: string, asset: string) =>
  queryOptions({
    queryKey: [municipality, 'alarm-rules', asset],
    queryFn: ({ signal }) =>
      getJson<AlarmRuleView[]>(
        `/api/${municipality}/assets/${encodeURIComponent(asset)}/alarm-rules`,
        signal,
      ),
  })

function useAlarmChange<T>(municipality: string, send: (body: T) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSettled: () => client.invalidateQueries({ queryKey: [municipality, 'alarms'] }),
  })
}

export const useSuppress = (municipality: string) =>
  useAlarmChange(municipality, (body: SuppressionBody) =>
    postJson(`/api/${municipality}/alarm-suppressions`, body),
  )

export const useChangeSuppression = (municipality: string) =>
  useAlarmChange(municipality, ({ id, body }: { id: string; body: SuppressionBody }) =>
    postJson(`/api/${municipality}/alarm-suppressions/${id}/change`, body),
  )

export const useEndSuppression = (municipality: string) =>
  useAlarmChange(municipality, (id: string) =>
    postJson(`/api/${municipality}/alarm-suppressions/${id}/end`, {}),
  )
