import type {
  ChannelView,
  Colleague,
  ContactView,
  DeliveryView,
  NewChannelBody,
  NoticeRuleView,
  ShiftView,
  TestOutcome,
} from '@driftbild/api/contract'
import type { Priority, Service } from '@driftbild/core'
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson, query } from './http.ts'
import { type Page, pages } from './page.ts'

export type { ChannelView, DeliveryView, NewChannelBody, NoticeRuleView, ShiftView, TestOutcome }

const list = <T>(municipality: string, what: string) =>
  queryOptions({
    queryKey: [municipality, 'notices', what],
    queryFn: ({ signal }) => getJson<T>(`/api/${municipality}/${what}`, signal),
  })

export const channelsQuery = (municipality: string) => list<ChannelView[]>(municipality, 'channels')
export const noticeRulesQuery = (municipality: string) => list<NoticeRuleView[]>(municipality, 'notice-rules')
export const shiftsQuery = (municipality: string) => list<ShiftView[]>(municipality, 'shifts')
export const colleaguesQuery = (municipality: string) => list<Colleague[]>(municipality, 'colleagues')
export const contactQuery = (municipality: string) => list<ContactView>(municipality, 'my-contact')

export const deliveriesQuery = (municipality: string) =>
  infiniteQueryOptions({
    queryKey: [municipality, 'notices', 'deliveries'],
    queryFn: ({ signal, pageParam }) =>
      getJson<Page<DeliveryView>>(
        `/api/${municipality}/deliveries${query({ cursor: pageParam, limit: 50 })}`,
        signal,
      ),
    ...pages,
  })

/** Every change here may show in another list: all of them are asked for again. */
function useNoticeChange<T, R = unknown>(municipality: string, send: (body: T) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSettled: () => client.invalidateQueries({ queryKey: [municipality, 'notices'] }),
  })
}

export const useAddChannel = (municipality: string) =>
  useNoticeChange(municipality, (body: NewChannelBody) => postJson(`/api/${municipality}/channels`, body))

export const useRemoveChannel = (municipality: string) =>
  useNoticeChange(municipality, (id: string) => postJson(`/api/${municipality}/channels/${id}/remove`, {}))

export const useTestChannel = (municipality: string) =>
  useNoticeChange(municipality, (id: string) =>
    postJson<TestOutcome>(`/api/${municipality}/channels/${id}/test`, {}),
  )

export type NoticeRuleChange = Pick<
  NoticeRuleView,
  'channels' | 'escalateMinutes' | 'quietFrom' | 'quietTo'
> & { priority: Priority }

export const useSaveNoticeRule = (municipality: string) =>
  useNoticeChange(municipality, ({ priority, ...rule }: NoticeRuleChange) =>
    postJson(`/api/${municipality}/notice-rules/${priority}`, rule),
  )

export interface NewShift {
  user: string
  line: number
  service: Service | null
  from: string
  to: string
  weeks: number
}

export const useAddShift = (municipality: string) =>
  useNoticeChange(municipality, (shift: NewShift) => postJson(`/api/${municipality}/shifts`, shift))

export const useRemoveShift = (municipality: string) =>
  useNoticeChange(municipality, (id: string) => postJson(`/api/${municipality}/shifts/${id}/remove`, {}))

export const useSaveContact = (municipality: string) =>
  useNoticeChange(municipality, (contact: { mail: string | null; sms: string | null }) =>
    postJson(`/api/${municipality}/my-contact`, contact),
  )
