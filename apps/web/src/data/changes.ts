import type {
  AssetChangeView,
  AssetEditBody,
  ChangeSetView,
  DraftBody,
  DraftRow,
  DraftView,
  JoinedAssetView,
} from '@driftbild/api/contract'
import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { getJson, postJson, query } from './http.ts'
import { type Page, pages } from './page.ts'

export type { AssetChangeView, ChangeSetView, DraftBody, DraftRow, DraftView }
export type JoinedAsset = JoinedAssetView
export type RowOutcome = DraftRow['outcome']

const draftPath = (municipality: string, id: string) => `/api/${municipality}/change-drafts/${id}`
export const draftKey = (municipality: string, id: string) => [municipality, 'change-drafts', id]

/** What is wrong with a file, for whoever made it. */
export const draftReport = (municipality: string, id: string, language: string): string =>
  `${draftPath(municipality, id)}/report${query({ language })}`

export const assetChangesQuery = (municipality: string, tag: string) =>
  queryOptions({
    queryKey: [municipality, 'asset', tag, 'changes'],
    queryFn: ({ signal }) =>
      getJson<AssetChangeView[]>(`/api/${municipality}/assets/${encodeURIComponent(tag)}/changes`, signal),
  })

/** What is joined to its place and moves with it. */
export const joinedAssetsQuery = (municipality: string, tag: string) =>
  queryOptions({
    queryKey: [municipality, 'asset', tag, 'joined'],
    queryFn: ({ signal }) =>
      getJson<JoinedAsset[]>(`/api/${municipality}/assets/${encodeURIComponent(tag)}/joined`, signal),
  })

export const changeSetsQuery = (municipality: string) =>
  infiniteQueryOptions({
    queryKey: [municipality, 'change-sets'],
    queryFn: ({ signal, pageParam }) =>
      getJson<Page<ChangeSetView>>(
        `/api/${municipality}/change-sets${query({ limit: 50, cursor: pageParam })}`,
        signal,
      ),
    ...pages,
  })

/** The live stream tells how far it has come. */
export const draftQuery = (municipality: string, id: string) =>
  queryOptions({
    queryKey: draftKey(municipality, id),
    queryFn: ({ signal }) => getJson<DraftView>(draftPath(municipality, id), signal),
  })

export const draftRowsQuery = (municipality: string, id: string, outcome: RowOutcome | null) =>
  infiniteQueryOptions({
    queryKey: [...draftKey(municipality, id), 'rows', outcome],
    queryFn: ({ signal, pageParam }) =>
      getJson<Page<DraftRow>>(
        `${draftPath(municipality, id)}/rows${query({ outcome, limit: 100, cursor: pageParam })}`,
        signal,
      ),
    ...pages,
  })

export function useEditAsset(municipality: string, tag: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (edit: AssetEditBody) =>
      postJson<{ set: string }>(`/api/${municipality}/assets/${encodeURIComponent(tag)}/changes`, edit),
    onSuccess: (_, { also = [] }) =>
      Promise.all(
        [tag, ...also.map((one) => one.tag)].map((one) =>
          client.invalidateQueries({ queryKey: [municipality, 'asset', one] }),
        ),
      ),
  })
}

export function useStartDraft(municipality: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: DraftBody) => postJson<DraftView>(`/api/${municipality}/change-drafts`, body),
    onSuccess: (view) => takeDraft(client, municipality, view),
  })
}

export function useApplyDraft(municipality: string, id: string) {
  return useMutation({
    mutationFn: (reason: string) => postJson<DraftView>(`${draftPath(municipality, id)}/apply`, { reason }),
  })
}

export function useCancelDraft(municipality: string) {
  return useMutation({
    mutationFn: (id: string) => postJson(`${draftPath(municipality, id)}/cancel`, {}),
  })
}

/** An answer to an order: its events may have come before it, and know more. */
export function takeDraft(client: QueryClient, municipality: string, view: DraftView): void {
  client.setQueryData<DraftView>(draftKey(municipality, view.id), (known) => known ?? view)
}
