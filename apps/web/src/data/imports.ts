import type {
  DraftPlaces,
  DraftView,
  ImportFileView,
  ImportMapping,
  ImportPlanBody,
  SavedMappingView,
} from '@driftbild/api/contract'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { draftKey, takeDraft } from './changes.ts'
import { getJson, postBytes, postJson } from './http.ts'

export type { DraftPlaces, ImportFileView, ImportMapping }
export type ImportLayer = ImportFileView['layers'][number]

/** A file of a hundred megabytes on a slow line. */
const PATIENCE_MS = 10 * 60_000

export const importMappingsQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'import-mappings'],
    queryFn: ({ signal }) => getJson<SavedMappingView[]>(`/api/${municipality}/import-mappings`, signal),
  })

export const draftPlacesQuery = (municipality: string, id: string) =>
  queryOptions({
    queryKey: [...draftKey(municipality, id), 'places'],
    queryFn: ({ signal }) => getJson<DraftPlaces>(`/api/${municipality}/change-drafts/${id}/places`, signal),
  })

export function useUpload(municipality: string) {
  return useMutation({
    mutationFn: async (file: File) =>
      postBytes<ImportFileView>(
        `/api/${municipality}/imports/${encodeURIComponent(file.name)}`,
        await file.arrayBuffer(),
        AbortSignal.timeout(PATIENCE_MS),
      ),
  })
}

export function usePlanImport(municipality: string, file: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: ImportPlanBody) =>
      postJson<DraftView>(`/api/${municipality}/imports/${file}/plan`, body),
    onSuccess: (view) => takeDraft(client, municipality, view),
    onSettled: () => client.invalidateQueries({ queryKey: [municipality, 'import-mappings'] }),
  })
}
