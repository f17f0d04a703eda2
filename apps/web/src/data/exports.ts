import type { AssetColumn, ExportBody, ExportView, NetworkModelView } from '@driftbild/api/contract'
import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson } from './http.ts'
import { noteOrdered } from './ordered-exports.ts'

export type { AssetColumn, ExportView }
/** What is left out is the server's usual. */
export type ExportOrder = Pick<ExportBody, 'format' | 'selection' | 'language'> &
  Partial<Pick<ExportBody, 'crs' | 'base' | 'columns'>>

const key = (municipality: string) => [municipality, 'exports']

/** One's own: under way, or still to be fetched. */
export const exportsQuery = (municipality: string) =>
  queryOptions({
    queryKey: key(municipality),
    queryFn: ({ signal }) => getJson<ExportView[]>(`/api/${municipality}/exports`, signal),
  })

/** Model files that were read in, the newest first. */
export const networkModelsQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'network-models'],
    queryFn: ({ signal }) => getJson<NetworkModelView[]>(`/api/${municipality}/network-models`, signal),
  })

export const exportFile = (municipality: string, id: string): string =>
  `/api/${municipality}/exports/${id}/file`

export function useOrderExport(municipality: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (order: ExportOrder) => postJson<ExportView>(`/api/${municipality}/exports`, order),
    onSuccess: (view) => takeExport(client, municipality, view),
  })
}

/** An answer to an order. Its events may have come before it: what is known already is newer. */
export function takeExport(client: QueryClient, municipality: string, view: ExportView): void {
  client.setQueryData<ExportView[]>(key(municipality), (known = []) =>
    known.some(({ id }) => id === view.id) ? known : [view, ...known],
  )
  noteOrdered(view.id)
}

export function useRemoveExport(municipality: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => postJson(`/api/${municipality}/exports/${id}/remove`, {}),
    onSuccess: (_, gone) =>
      client.setQueryData<ExportView[]>(key(municipality), (known) => known?.filter(({ id }) => id !== gone)),
  })
}

/** What an event says, in what is held. */
export const withExport = (known: readonly ExportView[], told: ExportView): ExportView[] => {
  const others = known.filter(({ id }) => id !== told.id)
  return told.state === 'cancelled' ? others : [told, ...others]
}
