import type { InfiniteData } from '@tanstack/react-query'

/** One page of a list, as the API's `page()` makes it. */
export interface Page<T> {
  items: T[]
  next: string | null
}

/** What every paged query shares: it starts without a cursor and ends where `next` is null. */
export const pages = {
  initialPageParam: null as string | null,
  getNextPageParam: (last: { next: string | null }): string | null => last.next,
}

export const allItems = <T>(data: InfiniteData<Page<T>> | undefined): T[] =>
  data?.pages.flatMap((page) => page.items) ?? []
