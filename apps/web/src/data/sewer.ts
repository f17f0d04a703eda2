import type {
  ExportView,
  LevelJudgementBody,
  LevelProposalView,
  OverflowExportBody,
  OverflowList,
  OverflowReport,
  OverflowView,
  SewerInflowView,
} from '@driftbild/api/contract'
import type { OverflowDecision } from '@driftbild/core'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { takeExport } from './exports.ts'
import { getJson, postJson, query } from './http.ts'

export type { LevelProposalView, OverflowView, SewerInflowView }

const FRESH_MS = 60_000

/** Named with the faults: the live stream says when one is told anew. */
const key = (municipality: string) => [municipality, 'faults', 'overflows'] as const

export const overflowsQuery = (municipality: string, year: number | null) =>
  queryOptions({
    queryKey: [...key(municipality), year],
    queryFn: ({ signal }) =>
      getJson<OverflowList>(`/api/${municipality}/overflows${query({ year })}`, signal),
  })

export function useDecideOverflow(municipality: string, id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (decision: OverflowDecision) =>
      postJson<OverflowView>(`/api/${municipality}/overflows/${id}/decision`, decision),
    onSuccess: () => client.invalidateQueries({ queryKey: key(municipality) }),
  })
}

export function useReportOverflow(municipality: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: OverflowReport) =>
      postJson<{ saved: boolean }>(`/api/${municipality}/overflows`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: key(municipality) }),
  })
}

export function useExportOverflows(municipality: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: OverflowExportBody) =>
      postJson<ExportView>(`/api/${municipality}/overflows/exports`, body),
    onSuccess: (view) => takeExport(client, municipality, view),
  })
}

const station = (municipality: string, tag: string) =>
  `/api/${municipality}/assets/${encodeURIComponent(tag)}`

export const sewerInflowQuery = (municipality: string, tag: string) =>
  queryOptions({
    queryKey: [municipality, 'figures', 'sewer-inflow', tag],
    queryFn: ({ signal }) => getJson<SewerInflowView>(`${station(municipality, tag)}/sewer-inflow`, signal),
    staleTime: FRESH_MS,
    refetchInterval: FRESH_MS,
  })

export const levelProposalQuery = (municipality: string, tag: string) =>
  queryOptions({
    queryKey: [municipality, 'work-orders', 'levels', tag],
    queryFn: ({ signal }) =>
      getJson<LevelProposalView>(`${station(municipality, tag)}/level-proposal`, signal),
  })

export function useJudgeLevels(municipality: string, tag: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: LevelJudgementBody) =>
      postJson<LevelProposalView>(`${station(municipality, tag)}/level-proposal`, body),
    onSettled: () => client.invalidateQueries({ queryKey: [municipality, 'work-orders'] }),
  })
}
