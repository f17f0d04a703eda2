import type { Balance, Figure, ZoneInflow, ZonePage } from '@driftbild/api/contract'
import type { SavingInput, Service, StatedInput } from '@driftbild/core'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson } from './http.ts'

export type { Balance, Figure, ZoneInflow, ZonePage }

/** Weeks are behind a figure: a minute more or less changes none of them. */
const FRESH_MS = 60_000

export const serviceFiguresQuery = (municipality: string, service: Service) =>
  queryOptions({
    queryKey: [municipality, 'figures', 'service', service],
    queryFn: ({ signal }) => getJson<Figure[]>(`/api/${municipality}/services/${service}/figures`, signal),
    staleTime: FRESH_MS,
    refetchInterval: FRESH_MS,
  })

const zonePath = (municipality: string, tag: string) =>
  `/api/${municipality}/zones/${encodeURIComponent(tag)}`

export const zoneFiguresQuery = (municipality: string, tag: string) =>
  queryOptions({
    queryKey: [municipality, 'figures', 'zone', tag],
    queryFn: ({ signal }) => getJson<Figure[]>(`${zonePath(municipality, tag)}/figures`, signal),
    staleTime: FRESH_MS,
    refetchInterval: FRESH_MS,
  })

export const zonePageQuery = (municipality: string, tag: string) =>
  queryOptions({
    queryKey: [municipality, 'predictions', 'zone', tag],
    queryFn: ({ signal }) => getJson<ZonePage>(zonePath(municipality, tag), signal),
  })

export const zoneInflowQuery = (municipality: string, tag: string, days: number) =>
  queryOptions({
    queryKey: [municipality, 'figures', 'inflow', tag, days],
    queryFn: ({ signal }) =>
      getJson<ZoneInflow>(`${zonePath(municipality, tag)}/inflow?days=${days}`, signal),
    staleTime: FRESH_MS,
  })

export const balanceQuery = (municipality: string, tag: string) =>
  queryOptions({
    // With the work, since a repair changes it.
    queryKey: [municipality, 'work-orders', 'balance', tag],
    queryFn: ({ signal }) => getJson<Balance>(`${zonePath(municipality, tag)}/balance`, signal),
    staleTime: FRESH_MS,
  })

export function useStatement(municipality: string, tag: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { input: StatedInput | SavingInput; value: number; source: string }) =>
      postJson<unknown>(`${zonePath(municipality, tag)}/statements`, body),
    onSettled: () => {
      client.invalidateQueries({ queryKey: [municipality, 'figures'] })
      client.invalidateQueries({ queryKey: balanceQuery(municipality, tag).queryKey })
      client.invalidateQueries({ queryKey: [municipality, 'predictions', 'leaks', tag] })
    },
  })
}
