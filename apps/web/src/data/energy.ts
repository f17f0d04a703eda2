import type { EnergyRow, EnergyView } from '@driftbild/api/contract'
import { queryOptions } from '@tanstack/react-query'
import { getJson } from './http.ts'

export type { EnergyRow, EnergyView }

/** Whole days change once a day. */
const FRESH_MS = 60_000

export const energyQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'figures', 'energy'],
    queryFn: ({ signal }) => getJson<EnergyView>(`/api/${municipality}/energy`, signal),
    staleTime: FRESH_MS,
  })
