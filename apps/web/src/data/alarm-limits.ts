import type { AlarmSettingBody, AlarmSettingsView } from '@driftbild/api/contract'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson } from './http.ts'

export type { AlarmSettingsView }

const pathOf = (municipality: string, rule: string) =>
  `/api/${municipality}/alarm-rules/${encodeURIComponent(rule)}/settings`

export const alarmSettingsQuery = (municipality: string, rule: string) =>
  queryOptions({
    queryKey: [municipality, 'alarm-settings', rule],
    queryFn: ({ signal }) => getJson<AlarmSettingsView>(pathOf(municipality, rule), signal),
  })

export function useAlarmLimits(municipality: string, asset: string, rule: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: AlarmSettingBody) => postJson<AlarmSettingsView>(pathOf(municipality, rule), body),
    onSuccess: (view) => {
      client.setQueryData(alarmSettingsQuery(municipality, rule).queryKey, view)
      client.setQueryData([municipality, 'alarm-rules', asset], (rules?: AlarmSettingsView['held'][]) =>
        rules?.map((one) => (one.rule.id === rule ? view.held : one)),
      )
    },
  })
}
