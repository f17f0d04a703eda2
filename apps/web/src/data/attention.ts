import type { AttentionItem, AttentionList } from '@driftbild/api/contract'
import type { Service } from '@driftbild/core'
import { queryOptions } from '@tanstack/react-query'
import { getJson, query } from './http.ts'

export type { AttentionItem, AttentionList }

/** Asked for again whenever something changed that the overview is told of. */
export const attentionQuery = (municipality: string, of: { service?: Service; zone?: string } = {}) =>
  queryOptions({
    queryKey: [municipality, 'overview', 'attention', of],
    queryFn: ({ signal }) => getJson<AttentionList>(`/api/${municipality}/attention${query(of)}`, signal),
  })
