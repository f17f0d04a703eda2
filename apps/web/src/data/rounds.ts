import type { RoundContainer, RoundDay, RoundPlanBody, StopOrder } from '@driftbild/api/contract'
import type { Round } from '@driftbild/core'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson, query } from './http.ts'

export type { RoundContainer, RoundDay, StopOrder }

/** `interval`: days that may pass between two emptyings. */
export const roundDayQuery = (municipality: string, day: string, interval: number) =>
  queryOptions({
    queryKey: [municipality, 'rounds', day, interval],
    queryFn: ({ signal }) =>
      getJson<RoundDay>(`/api/${municipality}/rounds/${day}${query({ interval })}`, signal),
  })

/** How far it is through these stops in a good order, and that order. */
export function useOrderStops(municipality: string, day: string) {
  return useMutation({
    mutationFn: (body: { stops: readonly string[]; depot: string | null }) =>
      postJson<StopOrder>(`/api/${municipality}/rounds/${day}/order`, body),
  })
}

export function usePlanRound(municipality: string, day: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: RoundPlanBody) => postJson<Round>(`/api/${municipality}/rounds/${day}/plan`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: [municipality, 'rounds'] }),
  })
}
