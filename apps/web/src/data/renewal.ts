import type {
  ExportView,
  RenewalExportBody,
  RenewalFigures,
  RenewalFigureView,
  RenewalPlanView,
  RenewalScenario,
  ReplacementView,
  ScenarioView,
} from '@driftbild/api/contract'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { takeExport } from './exports.ts'
import { getJson, postJson } from './http.ts'

export type { RenewalFigureView, RenewalPlanView, RenewalScenario, ReplacementView, ScenarioView }

const path = (municipality: string, rest: string) => `/api/${municipality}/renewal/${rest}`
const key = (municipality: string, ...rest: unknown[]) => [municipality, 'renewal', ...rest]

export const renewalFiguresQuery = (municipality: string) =>
  queryOptions({
    queryKey: key(municipality, 'figures'),
    queryFn: ({ signal }) => getJson<RenewalFigures>(path(municipality, 'figures'), signal),
  })

export const scenariosQuery = (municipality: string) =>
  queryOptions({
    queryKey: key(municipality, 'scenarios'),
    queryFn: ({ signal }) => getJson<ScenarioView[]>(path(municipality, 'scenarios'), signal),
  })

/** Worked out by the server each time: the register and the figures may have changed. */
export const renewalPlanQuery = (municipality: string, scenario: RenewalScenario) =>
  queryOptions({
    queryKey: key(municipality, 'plans', scenario),
    queryFn: ({ signal }) => postJson<RenewalPlanView>(path(municipality, 'plans'), scenario, signal),
  })

export function useSaveFigures(municipality: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (own: readonly RenewalFigureView[]) =>
      postJson<RenewalFigures>(path(municipality, 'figures'), { own }),
    onSuccess: () => client.invalidateQueries({ queryKey: key(municipality) }),
  })
}

export function useSaveScenario(municipality: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { name: string; scenario: RenewalScenario }) =>
      postJson(path(municipality, 'scenarios'), body),
    onSuccess: () => client.invalidateQueries({ queryKey: key(municipality, 'scenarios') }),
  })
}

export function useRemoveScenario(municipality: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => postJson(path(municipality, `scenarios/${id}/remove`), {}),
    onSuccess: () => client.invalidateQueries({ queryKey: key(municipality, 'scenarios') }),
  })
}

export function useExportPlan(municipality: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: RenewalExportBody) => postJson<ExportView>(path(municipality, 'exports'), body),
    onSuccess: (view) => takeExport(client, municipality, view),
  })
}
