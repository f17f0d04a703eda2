import type { Me } from '@driftbild/api/contract'
import { queryOptions } from '@tanstack/react-query'
import { isFieldPlace, lastKnown, orLastKnown } from '../offline/last-known.ts'
import { getJson } from './http.ts'

export type { Me }

/** A centre that is slower than this is as good as away: what it last said is on the phone. */
const PATIENCE_MS = 8_000

export const meQuery = () =>
  queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) =>
      orLastKnown('me', () =>
        getJson<Me>('/api/me', AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])),
      ),
    // A crew's screens stand at once, whatever the centre does; whether it still knows them is asked behind that.
    initialData: () => (isFieldPlace(location.pathname) ? (lastKnown<Me>('me') ?? undefined) : undefined),
    initialDataUpdatedAt: 0,
    // Asked without a network too: what was last answered is on the phone.
    networkMode: 'always',
    refetchOnReconnect: 'always',
    staleTime: 5 * 60_000,
  })
