import type { Kommunkod } from '@driftbild/core'
import { ListName, type LiveEvent } from '../contract/index.ts'

/** An event and what decides who may get it. */
export interface Published {
  municipality: Kommunkod
  event: LiveEvent
  /** The asset it is about; null where it concerns everybody in the municipality. */
  asset: string | null
  /** The one whom it concerns alone. */
  person?: string
}

export interface Viewer {
  municipality: Kommunkod
  /** Whether this person sees the asset, and has it in view. */
  wants(published: Published): boolean
}

export interface Delivered {
  id: string
  event: LiveEvent
}

export interface Subscription {
  /** What happened since the last call, the newest of each kind only; waits until something did. */
  next(): Promise<Delivered[]>
  /** Ends a waiting `next` with an empty list. */
  close(): void
}

export interface Hub {
  publish(published: Published): void
  /** `lastId` is the id of the last event that the viewer got before its connection broke. */
  subscribe(viewer: Viewer, lastId: string | null): Subscription
  viewers(): number
  close(): void
}

const KEPT = 5_000
const MOST_PENDING = 2_000

interface Entry extends Published {
  sequence: number
}

/**
 * Passes events to those who look. A slow viewer holds nothing up: what it has not taken yet is overwritten by
 * what is newer of the same kind, and one that has missed more than we keep is told to ask for everything again.
 */
export function createHub(run: string): Hub {
  const kept: Entry[] = []
  const open = new Set<{ offer(entry: Entry): void; close(): void }>()
  let sequence = 0

  const subscribe = (viewer: Viewer, lastId: string | null): Subscription => {
    const pending = new Map<string, Delivered>()
    let wake: (() => void) | null = null
    let closed = false

    const put = (name: string, delivered: Delivered) => {
      pending.delete(name)
      pending.set(name, delivered)
      wake?.()
    }
    const startOver = () => {
      pending.clear()
      for (const what of ListName.options) {
        put(`changed ${what}`, { id: idOf(run, sequence), event: { type: 'changed', what } })
      }
    }
    const self = {
      offer(entry: Entry) {
        if (entry.municipality !== viewer.municipality || !viewer.wants(entry)) return
        if (pending.size >= MOST_PENDING) startOver()
        else put(nameOf(entry.event), { id: idOf(run, entry.sequence), event: entry.event })
      },
      close() {
        closed = true
        open.delete(self)
        wake?.()
      },
    }
    open.add(self)
    if (lastId !== null) {
      const last = sequenceOf(run, lastId)
      const oldest = kept[0]?.sequence ?? sequence + 1
      if (last === null || last > sequence || last + 1 < oldest) startOver()
      else for (const entry of kept) if (entry.sequence > last) self.offer(entry)
    }

    return {
      async next() {
        while (pending.size === 0 && !closed) {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
          wake = null
        }
        if (closed) return []
        const events = [...pending.values()]
        pending.clear()
        return events
      },
      close: self.close,
    }
  }

  return {
    publish(published) {
      const entry = { ...published, sequence: ++sequence }
      kept.push(entry)
      if (kept.length > KEPT * 1.2) kept.splice(0, kept.length - KEPT)
      for (const one of open) one.offer(entry)
    },
    subscribe,
    viewers: () => open.size,
    close() {
      for (const one of [...open]) one.close()
    },
  }
}

/** Events of one name replace each other: only the newest says anything. */
function nameOf(event: LiveEvent): string {
  switch (event.type) {
    case 'state':
      return `state ${event.tag}`
    case 'reading':
      return `reading ${event.key}`
    case 'alarm':
      return `alarm ${event.alarm.id}`
    case 'changed':
      return `changed ${event.what}`
    case 'job':
      return `job ${event.job.id}`
    case 'export':
      return `export ${event.export.id}`
    case 'draft':
      return `draft ${event.draft.id}`
  }
}

/** Ids hold the process's own run: after a restart nobody continues a count that isn't theirs. */
const idOf = (run: string, sequence: number): string => `${run}.${sequence}`

function sequenceOf(run: string, id: string): number | null {
  const [name, number] = id.split('.')
  const parsed = Number(number)
  return name === run && Number.isSafeInteger(parsed) ? parsed : null
}
