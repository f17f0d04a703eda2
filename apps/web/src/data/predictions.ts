import type { PredictionView } from '@driftbild/api/contract'
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson, query } from './http.ts'
import { type Page, pages } from './page.ts'

export type { PredictionView }

export const predictionsQuery = (municipality: string, standing: boolean) =>
  infiniteQueryOptions({
    queryKey: [municipality, 'predictions', { standing }],
    queryFn: ({ signal, pageParam }) =>
      getJson<Page<PredictionView>>(
        `/api/${municipality}/predictions${query({ standing: standing || null, cursor: pageParam })}`,
        signal,
      ),
    ...pages,
  })

export const predictionQuery = (municipality: string, id: string) =>
  queryOptions({
    queryKey: [municipality, 'predictions', 'one', id],
    queryFn: ({ signal }) =>
      getJson<PredictionView>(`/api/${municipality}/predictions/${encodeURIComponent(id)}`, signal),
  })

export function useJudgement(municipality: string, id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (judgement: { agree: boolean; reason: string }) =>
      postJson<unknown>(`/api/${municipality}/predictions/${id}/judgement`, judgement),
    onSettled: () => client.invalidateQueries({ queryKey: [municipality, 'predictions'] }),
  })
}
