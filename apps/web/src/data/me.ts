import type { Me } from '@driftbild/api/contract'
import { queryOptions } from '@tanstack/react-query'
import { getJson } from './http.ts'

export type { Me }

export const meQuery = () =>
  queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => getJson<Me>('/api/me', signal),
    staleTime: 5 * 60_000,
  })
