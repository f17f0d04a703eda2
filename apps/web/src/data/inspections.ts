import type { AssessmentView, InspectionsBody, PlannedInspections } from '@driftbild/api/contract'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson } from './http.ts'

export type { AssessmentView, PlannedInspections }

export const assessmentsQuery = (municipality: string, tag: string) =>
  queryOptions({
    // Beside the orders: one that is closed may bring another judgement.
    queryKey: [municipality, 'work-orders', 'assessments', tag],
    queryFn: ({ signal }) =>
      getJson<AssessmentView[]>(`/api/${municipality}/assets/${encodeURIComponent(tag)}/assessments`, signal),
  })

export function usePlanInspections(municipality: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: InspectionsBody) =>
      postJson<PlannedInspections>(`/api/${municipality}/inspections`, body),
    onSettled: () => client.invalidateQueries({ queryKey: [municipality, 'work-orders'] }),
  })
}
