import type { OrderField, RoundCommand } from '@driftbild/core'
import { fetchDay } from '../data/field.ts'
import type { OrderChanges, WorkOrderView } from '../data/work-orders.ts'
import { keepBallast } from './ballast.ts'
import { type FieldFile, nameOf } from './field-file.ts'
import { renewDay } from './overlay.ts'
import { centreNow, clockOffset } from './phone-clock.ts'
import { type FileWork, orderOf, QUEUE_SCHEMA, type QueueEntry, type Work } from './queue-entry.ts'
import {
  type Done,
  discard,
  enqueue,
  type Kept,
  keepDay,
  keepSettled,
  type Owner,
  readKept,
  refuse,
} from './queue-store.ts'
import { withRoom } from './room.ts'
import { type Sending, startSender } from './sender.ts'
import { type Along, createTakeAlong, nothingAlong } from './take-along.ts'

export interface FieldState extends Kept, Along {
  sending: Sending
}

/** As it is made by a press, before it has an id and a time. */
export type WithoutId<T> = T extends unknown ? Omit<T, 'id' | 'at'> : never

/** A person's work on this phone: what is kept, what waits, and how it gets to the centre. */
export interface Field {
  owner: Owner
  /** Null until it is read. */
  get: () => FieldState | null
  subscribe: (listener: () => void) => () => void
  /** Fetches the crew's day; fails where nothing answers. Its map and documents follow by themselves. */
  takeDay: (crew: string | null) => Promise<void>
  change: (order: Pick<WorkOrderView, 'id' | 'revision' | 'title'>, changes: OrderChanges) => Promise<void>
  changeRound: (day: string, name: string, command: WithoutId<RoundCommand>) => Promise<void>
  /** With its photos, in place of the drafts that it was written in. */
  report: (
    work: { asset: string; place: string; mode: Report['mode']; text: string; photos: readonly FieldFile[] },
    drafts: readonly string[],
  ) => Promise<void>
  /** Throws PhoneFull where there is no room for it; then nothing of it is kept. */
  addFile: (file: FieldFile, of: FileSubject) => Promise<void>
  retry: (entry: QueueEntry) => Promise<void>
  discard: (entry: QueueEntry) => Promise<void>
  /** A person has seen both values of a conflict and said which holds. */
  settle: (command: string) => Promise<void>
  sendNow: () => void
}
interface FileSubject {
  asset: string
  order: string | null
  /** In words. */
  title: string
}
type Report = Extract<Work, { kind: 'report' }>['report']

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
  let along = nothingAlong
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
        state = { ...kept, sending, ...along }
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
  const takeAlong = createTakeAlong(owner.municipality, (now) => {
    along = now
    set(now)
  })

  const put = async (things: readonly Done[], drafts: readonly string[] = []) => {
    const shared = {
      ...owner,
      schema: QUEUE_SCHEMA,
      madeAt: Date.now(),
      clockOffset: clockOffset(),
      refused: null,
    }
    const what = things.some(({ bytes }) => bytes) ? 'file' : 'words'
    await withRoom(what, () => enqueue(shared, things, drafts))
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
      // Before the map takes the room.
      await keepBallast().catch(() => {})
      await changed()
      sender.kick()
      void takeAlong(day)
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
      return put([{ work: { kind: 'order', order: id, title, commands } }])
    },
    changeRound: (day, name, command) =>
      put([
        {
          work: {
            kind: 'round',
            day,
            name,
            commands: [{ ...command, id: crypto.randomUUID(), at: centreNow() } as RoundCommand],
          },
        },
      ]),
    report: ({ asset, place, mode, text, photos }, drafts) => {
      const report = { id: crypto.randomUUID(), asset, mode, text, at: centreNow() }
      const of = { asset, order: null, title: place }
      return put(
        [{ work: { kind: 'report', place, report } }, ...photos.map((photo) => fileDone(photo, of))],
        drafts,
      )
    },
    addFile: (file, of) => put([fileDone(file, of)]),
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

function fileDone(file: FieldFile, { asset, order, title }: FileSubject): Done {
  const { kind, bytes, mediaType, hash } = file
  const madeAt = centreNow()
  const name = nameOf(file, asset, madeAt)
  const made = { id: crypto.randomUUID(), name, hash, bytes: bytes.byteLength, mediaType }
  const work: FileWork = { kind, ...made, asset, order, title, madeAt }
  return { work, bytes }
}
