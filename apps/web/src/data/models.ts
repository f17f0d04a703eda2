import type { ModelView } from '@driftbild/api/contract'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson } from './http.ts'

export type { ModelView }

export const modelsQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'models'],
    queryFn: ({ signal }) => getJson<ModelView[]>(`/api/${municipality}/models`, signal),
    staleTime: 10 * 60_000,
  })

export function useSwitchModel(municipality: string, name: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { on: boolean; reason: string }) =>
      postJson(`/api/${municipality}/models/${encodeURIComponent(name)}/switch`, body),
    onSettled: () => client.invalidateQueries({ queryKey: [municipality, 'models'] }),
  })
}
