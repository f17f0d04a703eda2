import type { ModelRecordView, ModelView } from '@driftbild/api/contract'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson } from './http.ts'

export type { ModelView }
export type ModelRecord = ModelRecordView

export const modelsQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'models'],
    queryFn: ({ signal }) => getJson<ModelView[]>(`/api/${municipality}/models`, signal),
    staleTime: 10 * 60_000,
  })

export const modelRecordQuery = (municipality: string, name: string) =>
  queryOptions({
    queryKey: [municipality, 'models', 'record', name],
    queryFn: ({ signal }) =>
      getJson<ModelRecordView>(`/api/${municipality}/models/${encodeURIComponent(name)}/record`, signal),
  })

/** Learns from what was judged until now; null where too little was. */
export const useLearnRevision = (municipality: string, name: string) =>
  useModelChange<void, { id: string | null; lacking: number }>(municipality, name, 'revisions')

/** Asks for weights to be learnt of what is remembered; the list of long work tells how far it is. */
export const useAskToLearn = (municipality: string, name: string) =>
  useModelChange<void>(municipality, name, 'learning')

export const useChooseRevision = (municipality: string, name: string) =>
  useModelChange<{ revision: string | null; reason: string }>(municipality, name, 'revision')

export const useSwitchModel = (municipality: string, name: string) =>
  useModelChange<{ on: boolean; reason: string }>(municipality, name, 'switch')

function useModelChange<Body, Answer = unknown>(municipality: string, name: string, what: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body) =>
      postJson<Answer>(`/api/${municipality}/models/${encodeURIComponent(name)}/${what}`, body ?? {}),
    onSettled: () => client.invalidateQueries({ queryKey: [municipality, 'models'] }),
  })
}
