import type { AlarmView } from '@driftbild/api/contract'
import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson, query } from './http.ts'
import { type Page, pages } from './page.ts'

export type { AlarmView }

export type AlarmActionRequest =
  | { type: 'acknowledge' }
  | { type: 'shelve'; until: string; reason: string }
  | { type: 'unshelve' }
  | { type: 'set-apart' }
  | { type: 'let-in' }

export const alarmsQuery = (municipality: string, active: boolean) =>
  infiniteQueryOptions({
    queryKey: [municipality, 'alarms', { active }],
    queryFn: ({ signal, pageParam }) =>
      getJson<Page<AlarmView>>(
        `/api/${municipality}/alarms${query({ active: active || null, cursor: pageParam })}`,
        signal,
      ),
    ...pages,
  })

export function useAlarmAction(municipality: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, action }: { id: string; action: AlarmActionRequest }) =>
      postJson<unknown>(`/api/${municipality}/alarms/${id}/actions`, action),
    onSettled: () => client.invalidateQueries({ queryKey: [municipality, 'alarms'] }),
  })
}
