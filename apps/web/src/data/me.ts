import type { Me } from '@driftbild/api/contract'
import { queryOptions } from '@tanstack/react-query'
import { orLastKnown } from '../offline/last-known.ts'
import { getJson } from './http.ts'

export type { Me }

export const meQuery = () =>
  queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => orLastKnown('me', () => getJson<Me>('/api/me', signal)),
    // Asked without a network too: what was last answered is on the phone.
    networkMode: 'always',
    refetchOnReconnect: 'always',
    staleTime: 5 * 60_000,
  })
