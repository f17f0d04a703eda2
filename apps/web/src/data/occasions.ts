import type { OccasionBody, OccasionChange, OccasionView } from '@driftbild/api/contract'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson } from './http.ts'

export type { OccasionView }

/** Markets, matches and the like: the last year's and those to come. */
export const occasionsQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'occasions'],
    queryFn: ({ signal }) => getJson<OccasionView[]>(`/api/${municipality}/occasions`, signal),
  })

const useStating = <B>(municipality: string, send: (body: B) => Promise<OccasionView>) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSettled: () => client.invalidateQueries({ queryKey: [municipality, 'occasions'] }),
  })
}

export const useStateOccasion = (municipality: string) =>
  useStating(municipality, (body: OccasionBody) => postJson(`/api/${municipality}/occasions`, body))

export const useChangeOccasion = (municipality: string, id: string) =>
  useStating(municipality, (body: OccasionChange) =>
    postJson(`/api/${municipality}/occasions/${id}/change`, body),
  )

/** Takes one back, or undoes what was stated of it last. */
export const useTurnOccasion = (municipality: string, { id, revision }: OccasionView) =>
  useStating(municipality, (how: 'end' | 'undo') =>
    postJson(`/api/${municipality}/occasions/${id}/${how}`, { revision }),
  )
