import type {
  AuditEntryView,
  MemberView,
  NewMember,
  RetentionPreview,
  RetentionView,
  SettingsView,
  SiteView,
} from '@driftbild/api/contract'
import type { MemberRole, MunicipalitySettings, Service } from '@driftbild/core'
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson, query } from './http.ts'
import { type Page, pages } from './page.ts'

export type { AuditEntryView, MemberView, RetentionPreview, RetentionView, SettingsView, SiteView }

const list = <T>(municipality: string, what: string) =>
  queryOptions({
    queryKey: [municipality, 'admin', what],
    queryFn: ({ signal }) => getJson<T>(`/api/${municipality}/${what}`, signal),
  })

export const membersQuery = (municipality: string) => list<MemberView[]>(municipality, 'members')
export const settingsQuery = (municipality: string) => list<SettingsView>(municipality, 'settings')
export const sitesQuery = (municipality: string) => list<SiteView[]>(municipality, 'sites')
export const retentionQuery = (municipality: string) => list<RetentionView[]>(municipality, 'retention')

export interface AuditFilter {
  what: string
  ref: string
  /** Days of the calendar; empty: without an end. */
  from: string
  to: string
}

const auditPath = (municipality: string, { what, ref, from, to }: AuditFilter, cursor: string | null) =>
  `/api/${municipality}/audit${query({
    ...{ what, ref, cursor, limit: 200 },
    from: from && new Date(`${from}T00:00`).toISOString(),
    to: to && new Date(new Date(`${to}T00:00`).getTime() + 86_400_000).toISOString(),
  })}`

export const auditQuery = (municipality: string, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: [municipality, 'admin', 'audit', filter],
    queryFn: ({ signal, pageParam }) =>
      getJson<Page<AuditEntryView>>(auditPath(municipality, filter, pageParam), signal),
    ...pages,
  })

const MOST_EXPORTED = 20_000

/** All that the filter finds, as far as a table of it is of use. */
export async function wholeAudit(municipality: string, filter: AuditFilter): Promise<AuditEntryView[]> {
  const all: AuditEntryView[] = []
  let cursor: string | null = null
  do {
    const page: Page<AuditEntryView> = await getJson(auditPath(municipality, filter, cursor))
    all.push(...page.items)
    cursor = page.next
  } while (cursor !== null && all.length < MOST_EXPORTED)
  return all
}

function useAdminChange<T, R = unknown>(municipality: string, send: (body: T) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSettled: () => client.invalidateQueries({ queryKey: [municipality, 'admin'] }),
  })
}

export interface NewMemberRequest {
  email: string
  name: string
  role: MemberRole
  service: Service | null
}

export const useInvite = (municipality: string) =>
  useAdminChange(municipality, (body: NewMemberRequest) =>
    postJson<NewMember>(`/api/${municipality}/members`, body),
  )

export const useEndMembership = (municipality: string) =>
  useAdminChange(municipality, ({ user, role, service }: MemberView) =>
    postJson(`/api/${municipality}/members/end`, { user, role, service }),
  )

export const useSaveSettings = (municipality: string) =>
  useAdminChange(municipality, (body: { name: string; zone: string; settings: MunicipalitySettings }) =>
    postJson(`/api/${municipality}/settings`, body),
  )

export const useNameSite = (municipality: string) =>
  useAdminChange(municipality, ({ tag, name }: { tag: string; name: string }) =>
    postJson(`/api/${municipality}/sites/${encodeURIComponent(tag)}/name`, { name }),
  )

export interface RetentionDecision {
  class: string
  readingYears: number | null
  fiveMinuteYears: number | null
  decision: string
}

export const useDecideRetention = (municipality: string) =>
  useAdminChange(municipality, ({ class: id, ...body }: RetentionDecision) =>
    postJson(`/api/${municipality}/retention/${encodeURIComponent(id)}`, body),
  )

export const retentionPreviewQuery = (municipality: string, id: string, readingYears: number | null) =>
  queryOptions({
    queryKey: [municipality, 'admin', 'retention', id, readingYears],
    queryFn: ({ signal }) =>
      getJson<RetentionPreview>(
        `/api/${municipality}/retention/${encodeURIComponent(id)}/preview?readingYears=${readingYears}`,
        signal,
      ),
    enabled: readingYears !== null,
  })
