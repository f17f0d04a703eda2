import type {
  CourseView,
  LampGroupView,
  LightingFigure,
  LightingFiguresView,
  LightingPlanView,
  WorkOrderView,
} from '@driftbild/api/contract'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson } from './http.ts'

export type { CourseView, LampGroupView, LightingFigure, LightingPlanView }

const path = (municipality: string, rest: string) => `/api/${municipality}/lighting/${rest}`
const key = (municipality: string, ...rest: unknown[]) => [municipality, 'lighting-plan', ...rest]

export const lightingPlanQuery = (municipality: string) =>
  queryOptions({
    queryKey: key(municipality, 'plan'),
    queryFn: ({ signal }) => getJson<LightingPlanView>(path(municipality, 'plan'), signal),
  })

export const lightingFiguresQuery = (municipality: string) =>
  queryOptions({
    queryKey: key(municipality, 'figures'),
    queryFn: ({ signal }) => getJson<LightingFiguresView>(path(municipality, 'figures'), signal),
  })

export function useSaveLightingFigures(municipality: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (own: readonly LightingFigure[]) =>
      postJson<LightingFiguresView>(path(municipality, 'figures'), { own }),
    onSuccess: () => client.invalidateQueries({ queryKey: key(municipality) }),
  })
}

export function useAcceptGroup(municipality: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { group: string; language: 'sv' | 'en' }) =>
      postJson<WorkOrderView>(path(municipality, 'groups/accept'), body),
    onSuccess: () => client.invalidateQueries({ queryKey: key(municipality) }),
  })
}
