import type { WorkOrderView } from '@driftbild/api/contract'
import { fromMillis, type OrderField, type OrderValues } from '@driftbild/core'
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson, query } from './http.ts'
import { type Page, pages } from './page.ts'

export type { WorkOrderView }

export type OrderChanges = { [F in OrderField]?: OrderValues[F] }

export const workOrdersQuery = (municipality: string, open: boolean) =>
  infiniteQueryOptions({
    queryKey: [municipality, 'work-orders', { open }],
    queryFn: ({ signal, pageParam }) =>
      getJson<Page<WorkOrderView>>(
        `/api/${municipality}/work-orders${query({ open: open || null, cursor: pageParam })}`,
        signal,
      ),
    ...pages,
  })

export const workOrderQuery = (municipality: string, id: string) =>
  queryOptions({
    queryKey: [municipality, 'work-orders', 'one', id],
    queryFn: ({ signal }) =>
      getJson<WorkOrderView>(`/api/${municipality}/work-orders/${encodeURIComponent(id)}`, signal),
  })

export function useCreateOrder(municipality: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { fault: string; title?: string }) =>
      postJson<WorkOrderView>(`/api/${municipality}/work-orders`, body),
    onSettled: () => {
      for (const what of ['work-orders', 'faults', 'predictions']) {
        client.invalidateQueries({ queryKey: [municipality, what] })
      }
    },
  })
}

/**
 * One command per changed field, in the order given: what a state needs (assignee, outcome) goes before the
 * state. The ids are made here, so that a repeated sending changes nothing.
 */
export function useOrderCommands(municipality: string, order: Pick<WorkOrderView, 'id' | 'revision'>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (changes: OrderChanges) => {
      const at = fromMillis(Date.now())
      const commands = Object.entries(changes).map(([field, value], i) => ({
        id: crypto.randomUUID(),
        baseRevision: order.revision,
        field,
        value,
        at: at + i,
      }))
      return postJson<WorkOrderView>(`/api/${municipality}/work-orders/${order.id}/commands`, { commands })
    },
    onSuccess: (merged) => client.setQueryData(workOrderQuery(municipality, order.id).queryKey, merged),
    onSettled: () => client.invalidateQueries({ queryKey: [municipality, 'work-orders'] }),
  })
}
