import type { PumpMeasureView, PumpsView, PumpView } from '@driftbild/api/contract'
import { queryOptions } from '@tanstack/react-query'
import { getJson } from './http.ts'

export type { PumpMeasureView, PumpView }

const FRESH_MS = 60_000
/** Named with the predictions: a pump's model says both at once. */
const key = (municipality: string, ...rest: string[]) => [municipality, 'predictions', 'pumps', ...rest]

export const pumpsQuery = (municipality: string) =>
  queryOptions({
    queryKey: key(municipality),
    queryFn: ({ signal }) => getJson<PumpsView>(`/api/${municipality}/pumps`, signal),
    staleTime: FRESH_MS,
  })

export const pumpQuery = (municipality: string, tag: string) =>
  queryOptions({
    queryKey: key(municipality, tag),
    queryFn: ({ signal }) =>
      getJson<PumpView>(`/api/${municipality}/pumps/${encodeURIComponent(tag)}`, signal),
    staleTime: FRESH_MS,
  })
