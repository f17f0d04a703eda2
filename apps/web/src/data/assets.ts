import type {
  AlarmView,
  AssetColumn,
  AssetPage,
  AssetSummary,
  PredictionView,
  WorkOrderView,
} from '@driftbild/api/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { getJson, query } from './http.ts'
import { type Page, pages } from './page.ts'

export type { AssetPage, AssetSummary }
export type SignalView = AssetPage['signals'][number]

export interface AssetFilter {
  service?: string | undefined
  class?: string | undefined
  zone?: string | undefined
  state?: string | undefined
  q?: string | undefined
  /** West, south, east, north in degrees, as the map showed them. */
  box?: string | undefined
  /** Corners of an area that was drawn on the map: longitude,latitude;… */
  area?: string | undefined
}

const path = (municipality: string, tag: string) => `/api/${municipality}/assets/${encodeURIComponent(tag)}`

/** `columns` are those beyond what every summary has. */
export const assetsQuery = (
  municipality: string,
  filter: AssetFilter,
  columns: readonly AssetColumn[] = [],
) =>
  infiniteQueryOptions({
    queryKey: [municipality, 'assets', filter, ...columns],
    queryFn: ({ signal, pageParam }) =>
      getJson<Page<AssetSummary>>(
        `/api/${municipality}/assets${query({ ...filter, limit: 100, cursor: pageParam, column: columns })}`,
        signal,
      ),
    ...pages,
  })

/** The few that a search box shows. */
export const assetSearchQuery = (municipality: string, q: string) =>
  queryOptions({
    queryKey: [municipality, 'asset-search', q],
    queryFn: ({ signal }) =>
      getJson<Page<AssetSummary>>(`/api/${municipality}/assets${query({ q, limit: 8 })}`, signal),
    enabled: q.trim().length > 0,
    placeholderData: (previous) => previous,
  })

export const assetQuery = (municipality: string, tag: string) =>
  queryOptions({
    queryKey: [municipality, 'asset', tag],
    queryFn: ({ signal }) => getJson<AssetPage>(path(municipality, tag), signal),
  })

export const assetAlarmsQuery = (municipality: string, tag: string) =>
  queryOptions({
    queryKey: [municipality, 'alarms', 'of', tag],
    queryFn: ({ signal }) => getJson<AlarmView[]>(`${path(municipality, tag)}/alarms`, signal),
  })

export const assetPredictionsQuery = (municipality: string, tag: string) =>
  queryOptions({
    queryKey: [municipality, 'predictions', 'of', tag],
    queryFn: ({ signal }) => getJson<PredictionView[]>(`${path(municipality, tag)}/predictions`, signal),
  })

/** Its orders, the newest first; of a past moment those that stood open, as they were. */
export const assetOrdersQuery = (municipality: string, tag: string, at: string | null) =>
  queryOptions({
    queryKey: [municipality, 'work-orders', 'of', tag, at],
    queryFn: ({ signal }) =>
      getJson<WorkOrderView[]>(`${path(municipality, tag)}/orders${query({ at })}`, signal),
  })
