import { QueryCache, QueryClient } from '@tanstack/react-query'
import { ProblemResponse } from './http.ts'

/** Called when the server no longer knows who we are; the router sets it. */
let onSignedOut: () => void = () => {}
export const setOnSignedOut = (then: () => void): void => {
  onSignedOut = then
}

/**
 * The live stream says when something changed, so nothing is polled; half a minute of freshness keeps a
 * return to a screen from asking again. A refused or unknown thing is not asked for twice.
 */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof ProblemResponse && error.status === 401) onSignedOut()
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (count, error) => {
        const status = error instanceof ProblemResponse ? error.status : 0
        // 503 says: come back. The engine restarts within seconds.
        if (status === 503) return count < 6
        return count < 2 && !(status >= 400 && status < 500)
      },
    },
  },
})
