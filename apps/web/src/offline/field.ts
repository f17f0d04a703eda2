import type { OrderField, RoundCommand } from '@driftbild/core'
import { fetchDay } from '../data/field.ts'
import type { OrderChanges, WorkOrderView } from '../data/work-orders.ts'
import { forgetArea, keepArea } from './keep-area.ts'
import { renewDay } from './overlay.ts'
import { centreNow, clockOffset } from './phone-clock.ts'
import type { Photo } from './photo.ts'
import { orderOf, QUEUE_SCHEMA, type QueueEntry, type Work } from './queue-entry.ts'
import {
  discard,
  enqueue,
  type Kept,
  keepDay,
  keepSettled,
  type Owner,
  readKept,
  refuse,
} from './queue-store.ts'
import { type Sending, startSender } from './sender.ts'

export interface FieldState extends Kept {
  sending: Sending
  /** How much of the map has been taken along, while it is; of nothing before. */
  area: { done: number; of: number } | null
}

type WithoutId<T> = T extends unknown ? Omit<T, 'id' | 'at'> : never

/** A person's work on this phone: what is kept, what waits, and how it gets to the centre. */
export interface Field {
  owner: Owner
  /** Null until it is read. */
  get: () => FieldState | null
  subscribe: (listener: () => void) => () => void
  /** Fetches the crew's day; fails where nothing answers. The map around it follows by itself. */
  takeDay: (crew: string | null) => Promise<void>
  change: (order: Pick<WorkOrderView, 'id' | 'revision' | 'title'>, changes: OrderChanges) => Promise<void>
  changeRound: (day: string, name: string, command: WithoutId<RoundCommand>) => Promise<void>
  report: (work: { asset: string; place: string; mode: Report['mode']; text: string }) => Promise<void>
  addPhoto: (photo: Photo, of: { asset: string; order: string | null; title: string }) => Promise<void>
  retry: (entry: QueueEntry) => Promise<void>
  discard: (entry: QueueEntry) => Promise<void>
  /** A person has seen both values of a conflict and said which holds. */
  settle: (command: string) => Promise<void>
  sendNow: () => void
}
type Report = Extract<Work, { kind: 'report' }>['report']

/** A crew comes back to its day all the time; the map around the same places is fresh for a while. */
const AREA_HOLDS_MS = 30 * 60_000

const opened = new Map<string, Field>()

/** One for a person and municipality, as long as the page lives. */
export function openField(owner: Owner): Field {
  const key = `${owner.user}/${owner.municipality}`
  const known = opened.get(key) ?? createField(owner)
  opened.set(key, known)
  return known
}

const nothing: Kept = { entries: [], others: 0, day: null, settled: [] }

function createField(owner: Owner): Field {
  let state: FieldState | null = null
  let sending: Sending = { is: 'idle' }
  let area: FieldState['area'] = null
  let taken = { around: '', at: 0 }
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const set = (change: Partial<FieldState>) => {
    if (!state) return
    state = { ...state, ...change }
    tell()
  }
  // Pages of one phone share the queue.
  const pages = new BroadcastChannel('driftbild-field')
  let reading: Promise<void> = Promise.resolve()
  const reread = (): Promise<void> => {
    reading = reading
      .catch(() => {})
      .then(async () => {
        // Where nothing can be kept (a browser that refuses it) the screens say so when something should be.
        const kept = await readKept(owner).catch(() => state ?? nothing)
        state = { ...kept, sending, area }
        tell()
      })
    return reading
  }
  const changed = async () => {
    pages.postMessage('changed')
    await reread()
  }
  pages.onmessage = () => void reread()
  const sender = startSender(owner, {
    onSending: (now) => {
      sending = now
      set({ sending })
    },
    onChange: () => void changed(),
  })
  void reread()

  const put = async (work: Work, file?: ArrayBuffer) => {
    const shared = {
      ...owner,
      schema: QUEUE_SCHEMA,
      madeAt: Date.now(),
      clockOffset: clockOffset(),
      refused: null,
    }
    try {
      await enqueue({ ...shared, work }, file)
    } catch (error) {
      // A full phone: the map can be had again, work can't.
      if (!(error instanceof DOMException) || error.name !== 'QuotaExceededError') throw error
      await forgetArea()
      await enqueue({ ...shared, work }, file)
    }
    await changed()
    sender.kick()
  }

  return {
    owner,
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    takeDay: async (crew) => {
      const day = await fetchDay(owner.municipality, crew)
      // Asked for when there is something to lose; browsers grant it to pages that are used.
      void navigator.storage?.persist?.()
      const { entries, settled } = await readKept(owner)
      await keepDay(owner, (before) => ({
        takenAt: Date.now(),
        day: renewDay(
          before,
          day,
          ({ order }) =>
            entries.some((entry) => orderOf(entry) === order.id) ||
            order.conflicts.some(({ command }) => !settled.includes(command)),
        ),
      }))
      await changed()
      sender.kick()
      const places = day.visits.flatMap(({ order }) => (order.position ? [order.position] : []))
      const around = places.join(' ')
      if (places.length === 0 || (around === taken.around && Date.now() - taken.at < AREA_HOLDS_MS)) return
      void keepArea(owner.municipality, places, (done, of) => {
        area = { done, of }
        if (done === of || done % 25 === 0) set({ area })
      }).then(
        () => {
          taken = { around, at: Date.now() }
        },
        () => {
          // Coverage went in the middle of it: what came is kept, the rest comes the next time.
          area = null
          set({ area })
        },
      )
    },
    change: ({ id, revision, title }, changes) => {
      const at = centreNow()
      const commands = Object.entries(changes).map(([field, value], i) => ({
        id: crypto.randomUUID(),
        baseRevision: revision,
        field: field as OrderField,
        value,
        at: at + i,
      }))
      return put({ kind: 'order', order: id, title, commands })
    },
    changeRound: (day, name, command) =>
      put({
        kind: 'round',
        day,
        name,
        commands: [{ ...command, id: crypto.randomUUID(), at: centreNow() } as RoundCommand],
      }),
    report: ({ asset, place, mode, text }) =>
      put({ kind: 'report', place, report: { id: crypto.randomUUID(), asset, mode, text, at: centreNow() } }),
    addPhoto: ({ bytes, hash, mediaType }, { asset, order, title }) => {
      const madeAt = centreNow()
      const name = `${asset} ${new Date(madeAt / 1000).toISOString().slice(0, 16).replace('T', ' ')}.jpg`
      const photo = { id: crypto.randomUUID(), name, hash, bytes: bytes.byteLength, mediaType }
      return put({ kind: 'photo', ...photo, asset, order, title, madeAt }, bytes)
    },
    retry: async (entry) => {
      await refuse(entry, null)
      await changed()
      sender.kick()
    },
    discard: async (entry) => {
      await discard(entry)
      await changed()
    },
    settle: async (command) => {
      await keepSettled(owner, command)
      await changed()
    },
    sendNow: sender.kick,
  }
}
