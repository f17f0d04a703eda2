import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson } from './http.ts'

/** A browser that is signed in as this person. */
export interface Session {
  id: string
  token: string
  createdAt: string
  expiresAt: string
  userAgent: string | null
}

export const sessionsQuery = () =>
  queryOptions({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => getJson<Session[]>('/api/auth/list-sessions', signal),
  })

export function useEndSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (token: string) => postJson('/api/auth/revoke-session', { token }),
    onSettled: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  })
}

export function useRename() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (name: string) => postJson('/api/auth/update-user', { name }),
    onSettled: () => client.invalidateQueries({ queryKey: ['me'] }),
  })
}
