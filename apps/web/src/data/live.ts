import type {
  AssetPage,
  AssetSummary,
  ExportView,
  JobView,
  LiveEvent,
  Overview,
} from '@driftbild/api/contract'
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { draftKey } from './changes.ts'
import { withExport } from './exports.ts'
import type { Page } from './page.ts'

export type LiveStatus = 'connecting' | 'live' | 'lost'
export type StateEvent = Extract<LiveEvent, { type: 'state' }>
type Box = readonly [west: number, south: number, east: number, north: number]

/** How long what arrives is gathered before the caches are patched at once. */
const GATHER_MS = 250
/** A list that changed is asked for again at most this often. */
const INVALIDATE_MS = 1500
const RETRY_MS = 5000

export interface Live {
  /** What the viewport shows; null for everything that is no reading. */
  look: (box: Box | null) => void
  onStates: (listener: (events: readonly StateEvent[]) => void) => () => void
  status: () => LiveStatus
  onStatus: (listener: () => void) => () => void
  close: () => void
}

/** The municipality's stream of events, patched into the query caches. Opens at once, lives until `close`. */
export function openLive(municipality: string, client: QueryClient): Live {
  let source: EventSource | null = null
  let status: LiveStatus = 'connecting'
  let box: Box | null = null
  let reopen: ReturnType<typeof setTimeout> | undefined
  let flush: ReturnType<typeof setTimeout> | undefined
  let gathered: LiveEvent[] = []
  const stale = new Set<string>()
  let invalidate: ReturnType<typeof setTimeout> | undefined
  const stateListeners = new Set<(events: readonly StateEvent[]) => void>()
  const statusListeners = new Set<() => void>()

  const setStatus = (next: LiveStatus) => {
    if (next === status) return
    // What was missed while the stream was down must be asked for.
    if (next === 'live' && status === 'lost') client.invalidateQueries({ queryKey: [municipality] })
    status = next
    for (const listener of statusListeners) listener()
  }
  const markStale = (what: string) => {
    stale.add(what)
    invalidate ??= setTimeout(() => {
      invalidate = undefined
      for (const noun of stale) client.invalidateQueries({ queryKey: [municipality, noun] })
      stale.clear()
    }, INVALIDATE_MS)
  }
  const gather = (event: LiveEvent) => {
    gathered.push(event)
    flush ??= setTimeout(() => {
      flush = undefined
      const events = gathered
      gathered = []
      const states = events.filter((e) => e.type === 'state')
      for (const what of patchCaches(client, municipality, events)) markStale(what)
      if (states.length > 0) for (const listener of stateListeners) listener(states)
    }, GATHER_MS)
  }
  const open = () => {
    source?.close()
    source = new EventSource(
      `/api/${municipality}/live${box ? `?box=${box.map((n) => n.toFixed(5)).join(',')}` : ''}`,
    )
    const current = source
    source.onopen = () => setStatus('live')
    source.onerror = () => {
      setStatus('lost')
      // The browser reconnects by itself unless the server refused; then we try again later.
      if (current.readyState === EventSource.CLOSED && current === source) schedule(RETRY_MS)
    }
    for (const type of ['state', 'reading', 'changed', 'job', 'export', 'draft'] as const) {
      source.addEventListener(type, (message) => {
        gather({ type, ...JSON.parse((message as MessageEvent<string>).data) } as LiveEvent)
      })
    }
  }
  const schedule = (ms: number) => {
    clearTimeout(reopen)
    reopen = setTimeout(open, ms)
  }

  schedule(0)
  return {
    look: (next) => {
      if (String(next) === String(box)) return
      box = next
      schedule(600)
    },
    onStates: (listener) => {
      stateListeners.add(listener)
      return () => stateListeners.delete(listener)
    },
    status: () => status,
    onStatus: (listener) => {
      statusListeners.add(listener)
      return () => statusListeners.delete(listener)
    },
    close: () => {
      source?.close()
      for (const timer of [reopen, flush, invalidate]) clearTimeout(timer)
    },
  }
}

/** Puts what events say into what is already held; answers the nouns that must be asked for again. */
export function patchCaches(
  client: QueryClient,
  municipality: string,
  events: readonly LiveEvent[],
): Set<string> {
  const again = new Set<string>()
  for (const event of events) {
    switch (event.type) {
      case 'reading':
        client.setQueryData<AssetPage>(
          [municipality, 'asset', event.asset],
          (page) =>
            page && {
              ...page,
              signals: page.signals.map((s) => (s.key === event.key ? { ...s, latest: event.reading } : s)),
            },
        )
        break
      case 'state':
        patchState(client, municipality, event)
        again.add('overview')
        break
      case 'changed':
        again.add(event.what)
        if (event.what === 'assets') for (const noun of ['asset', 'change-sets']) again.add(noun)
        if (event.what !== 'collectors' && event.what !== 'exports') again.add('overview')
        break
      case 'export':
        client.setQueryData<ExportView[]>([municipality, 'exports'], (known) =>
          withExport(known ?? [], event.export),
        )
        break
      case 'draft':
        client.setQueryData(draftKey(municipality, event.draft.id), event.draft)
        break
      case 'job':
        client.setQueryData<Overview>(
          [municipality, 'overview'],
          (overview) => overview && { ...overview, jobs: withJob(overview.jobs, event.job) },
        )
        if (event.job.state === 'done') for (const noun of ['overview', 'series', 'models']) again.add(noun)
        break
    }
  }
  return again
}

function patchState(
  client: QueryClient,
  municipality: string,
  { tag, state, prediction, underWork }: StateEvent,
) {
  client.setQueryData<AssetPage>(
    [municipality, 'asset', tag],
    (page) => page && { ...page, state, underWork },
  )
  client.setQueriesData<InfiniteData<Page<AssetSummary>>>({ queryKey: [municipality, 'assets'] }, (data) => {
    if (!data?.pages.some((page) => page.items.some((item) => item.tag === tag))) return data
    const pages = data.pages.map((page) => ({
      ...page,
      items: page.items.map((item) => (item.tag === tag ? { ...item, state, prediction, underWork } : item)),
    }))
    return { ...data, pages }
  })
}

const withJob = (jobs: readonly JobView[], job: JobView): JobView[] =>
  jobs.some((j) => j.id === job.id) ? jobs.map((j) => (j.id === job.id ? job : j)) : [...jobs, job]
