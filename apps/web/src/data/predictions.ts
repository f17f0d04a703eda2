import type {
  PastCase,
  PredictionPast,
  PredictionView,
  ReplayView,
  WhatIfView,
} from '@driftbild/api/contract'
import type { Service } from '@driftbild/core'
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson, query } from './http.ts'
import { type Page, pages } from './page.ts'

export type { PastCase, PredictionView, ReplayView }

export const predictionsQuery = (
  municipality: string,
  { standing, service }: { standing: boolean; service: Service | undefined },
) =>
  infiniteQueryOptions({
    queryKey: [municipality, 'predictions', { standing, service }],
    queryFn: ({ signal, pageParam }) =>
      getJson<Page<PredictionView>>(
        `/api/${municipality}/predictions${query({ standing: standing || null, service, cursor: pageParam })}`,
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

/** Of one prediction, something that its own page alone asks for. */
const storyQuery = <T>(municipality: string, id: string, part: string) =>
  queryOptions({
    queryKey: [municipality, 'predictions', part, id],
    queryFn: ({ signal }) =>
      getJson<T>(`/api/${municipality}/predictions/${encodeURIComponent(id)}/${part}`, signal),
  })

export const predictionPastQuery = (municipality: string, id: string) =>
  storyQuery<PredictionPast>(municipality, id, 'past')

export const replayQuery = (municipality: string, id: string) =>
  storyQuery<ReplayView>(municipality, id, 'replay')

export const whatIfQuery = (municipality: string, id: string) =>
  storyQuery<WhatIfView>(municipality, id, 'what-if')

export function useJudgement(municipality: string, id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (judgement: { agree: boolean; reason: string }) =>
      postJson<unknown>(`/api/${municipality}/predictions/${id}/judgement`, judgement),
    onSettled: () => client.invalidateQueries({ queryKey: [municipality, 'predictions'] }),
  })
}
