import type { Series } from '@driftbild/api/contract'
import type { Forecast } from '@driftbild/core'
import { queryOptions } from '@tanstack/react-query'
import { getJson, query } from './http.ts'

export type { Series }

const path = (municipality: string, key: string) => `/api/${municipality}/signals/${encodeURIComponent(key)}`

export interface Window {
  /** Milliseconds since the epoch. */
  from: number
  to: number
  points: number
}

export const seriesQuery = (municipality: string, key: string, { from, to, points }: Window) =>
  queryOptions({
    queryKey: [municipality, 'series', key, from, to, points],
    queryFn: ({ signal }) =>
      getJson<Series>(
        `${path(municipality, key)}/series${query({
          from: new Date(from).toISOString(),
          to: new Date(to).toISOString(),
          points,
        })}`,
        signal,
      ),
    staleTime: 60_000,
  })

/** The newest forecast of a signal, or null where no model makes one. */
export const forecastQuery = (municipality: string, key: string) =>
  queryOptions({
    queryKey: [municipality, 'forecast', key],
    queryFn: ({ signal }) => getJson<Forecast | null>(`${path(municipality, key)}/forecast`, signal),
    staleTime: 5 * 60_000,
  })

/** Several signals over the same time, in the order asked. */
export const manySeriesQuery = (
  municipality: string,
  keys: readonly string[],
  { from, to, points }: Window,
) =>
  queryOptions({
    queryKey: [municipality, 'series', 'many', keys, from, to, points],
    queryFn: ({ signal }) =>
      getJson<{ items: Series[] }>(
        `/api/${municipality}/series${query({
          key: keys,
          from: new Date(from).toISOString(),
          to: new Date(to).toISOString(),
          points,
        })}`,
        signal,
      ),
    placeholderData: (previous) => previous,
    staleTime: 60_000,
  })
