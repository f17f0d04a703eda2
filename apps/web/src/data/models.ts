import type { ModelCard } from '@driftbild/api/contract'
import { queryOptions } from '@tanstack/react-query'
import { getJson } from './http.ts'

export type { ModelCard }

export const modelsQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'models'],
    queryFn: ({ signal }) => getJson<ModelCard[]>(`/api/${municipality}/models`, signal),
    staleTime: 10 * 60_000,
  })
