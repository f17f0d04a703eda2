import type { AssetPage, ChangesView, MomentView, Timeline } from '@driftbild/api/contract'
import { queryOptions } from '@tanstack/react-query'
import { getJson, query } from './http.ts'

export type { ChangesView, MomentView, Timeline }

/** What of everything is looked at; the names are the API's. */
export interface MomentFilter {
  service?: string | undefined
  class?: string | undefined
  state?: string | undefined
  zone?: string | undefined
}

/** Milliseconds. */
export interface TimeWindow {
  from: number
  to: number
}

const iso = (ms: number): string => new Date(ms).toISOString()

/** Which moments can be looked at, and the alarms raised in a window of them; without one in all of it. */
export const timelineQuery = (municipality: string, window: TimeWindow | null) =>
  queryOptions({
    queryKey: [municipality, 'timeline', window],
    queryFn: ({ signal }) =>
      getJson<Timeline>(
        `/api/${municipality}/timeline${query({ ...(window && { from: iso(window.from), to: iso(window.to) }) })}`,
        signal,
      ),
    staleTime: 60_000,
    placeholderData: (previous) => previous,
  })

export const momentQuery = (municipality: string, at: string, filter: MomentFilter) =>
  queryOptions({
    queryKey: [municipality, 'moment', at, filter],
    queryFn: ({ signal }) =>
      getJson<MomentView>(`/api/${municipality}/moment${query({ at, ...filter })}`, signal),
    staleTime: 60_000,
  })

/** Without `at` between then and now. */
export const changesQuery = (
  municipality: string,
  since: string,
  at: string | undefined,
  filter: MomentFilter,
) =>
  queryOptions({
    queryKey: [municipality, 'moment-changes', since, at ?? null, filter],
    queryFn: ({ signal }) =>
      getJson<ChangesView>(`/api/${municipality}/moment/changes${query({ since, at, ...filter })}`, signal),
    staleTime: 60_000,
  })

/** An asset as it was; kept apart from the present one, which live events are patched into. */
export const assetThenQuery = (municipality: string, tag: string, at: string) =>
  queryOptions({
    queryKey: [municipality, 'asset-then', tag, at],
    queryFn: ({ signal }) =>
      getJson<AssetPage>(`/api/${municipality}/assets/${encodeURIComponent(tag)}${query({ at })}`, signal),
    staleTime: 60_000,
  })
