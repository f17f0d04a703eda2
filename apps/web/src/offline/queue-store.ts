import type { FieldDay } from '@driftbild/api/contract'
import type { WorkOrderView } from '../data/work-orders.ts'
import { answerOf, inDatabase } from './database.ts'
import { rebased } from './overlay.ts'
import type { QueueEntry, Refusal } from './queue-entry.ts'

export interface KeptDay {
  day: FieldDay
  /** Milliseconds by this phone's clock. */
  takenAt: number
}

export interface Owner {
  user: string
  municipality: string
}

const keyOf = ({ user, municipality }: Owner, what: string) => `${user}/${municipality}/${what}`
const isOwn = (entry: QueueEntry, { user, municipality }: Owner) =>
  entry.user === user && entry.municipality === municipality

export interface Kept {
  entries: QueueEntry[]
  /** How many things wait that somebody else did on this phone. */
  others: number
  day: KeptDay | null
  settled: string[]
}

/** Everything that this phone holds of a person's work in a municipality. */
export const readKept = (owner: Owner): Promise<Kept> =>
  inDatabase('readonly', async ({ queue, kept }) => {
    const [all, day, settled] = await Promise.all([
      answerOf(queue.getAll() as IDBRequest<QueueEntry[]>),
      answerOf(kept.get(keyOf(owner, 'day')) as IDBRequest<KeptDay | undefined>),
      answerOf(kept.get(keyOf(owner, 'settled')) as IDBRequest<string[] | undefined>),
    ])
    return {
      entries: all.filter((entry) => isOwn(entry, owner)),
      others: all.filter(({ user }) => user !== owner.user).length,
      day: day ?? null,
      settled: settled ?? [],
    }
  })

/** Into the queue, with its file where it has one: both or neither, and on the disk when this is done. */
export const enqueue = (entry: Omit<QueueEntry, 'position'>, file?: ArrayBuffer): Promise<void> =>
  inDatabase('readwrite', async ({ queue, file: files }) => {
    if (file && entry.work.kind === 'photo') files.put(file, entry.work.hash)
    await answerOf(queue.add(entry))
  })

export const fileOf = (hash: string): Promise<ArrayBuffer | undefined> =>
  inDatabase('readonly', ({ file }) => answerOf(file.get(hash) as IDBRequest<ArrayBuffer | undefined>))

/** The centre has it durably. Of an order the day shows its answer from now on, and what still waits knows of it. */
export const finish = (entry: QueueEntry, owner: Owner, answer: WorkOrderView | null): Promise<void> =>
  inDatabase('readwrite', async ({ queue, file, kept }) => {
    queue.delete(entry.position)
    const rest = (await answerOf(queue.getAll() as IDBRequest<QueueEntry[]>)).filter(
      ({ position }) => position !== entry.position,
    )
    const { work } = entry
    if (work.kind === 'photo') {
      const isShared = rest.some((one) => one.work.kind === 'photo' && one.work.hash === work.hash)
      if (!isShared) file.delete(work.hash)
    }
    if (work.kind !== 'order' || !answer) return
    const sent = {
      order: work.order,
      fields: new Set(work.commands.map(({ field }) => field)),
      revision: answer.revision,
    }
    for (const one of rest) {
      const next = rebased(one, sent)
      if (next !== one) queue.put(next)
    }
    await changeDay(kept, owner, (day) => withOrder(day, answer))
  })

export const refuse = (entry: QueueEntry, refusal: Refusal | null): Promise<void> =>
  inDatabase('readwrite', async ({ queue }) => {
    await answerOf(queue.put({ ...entry, refused: refusal }))
  })

/** A person's own decision; nothing else ever throws work away. */
export const discard = (entry: QueueEntry): Promise<void> =>
  inDatabase('readwrite', ({ queue, file }) => {
    queue.delete(entry.position)
    if (entry.work.kind === 'photo') file.delete(entry.work.hash)
  })

export const keepDay = (owner: Owner, renew: (before: FieldDay | null) => KeptDay): Promise<void> =>
  inDatabase('readwrite', async ({ kept }) => {
    const key = keyOf(owner, 'day')
    const before = await answerOf(kept.get(key) as IDBRequest<KeptDay | undefined>)
    await answerOf(kept.put(renew(before?.day ?? null), key))
  })

export const keepSettled = (owner: Owner, command: string): Promise<void> =>
  inDatabase('readwrite', async ({ kept }) => {
    const key = keyOf(owner, 'settled')
    const before = await answerOf(kept.get(key) as IDBRequest<string[] | undefined>)
    await answerOf(kept.put([...new Set([...(before ?? []), command])], key))
  })

const draftKey = (owner: Owner, what: string) => keyOf(owner, `draft/${what}`)

/** What is half written: an app that is killed has it again. Null forgets it. */
export const keepDraft = <T>(owner: Owner, what: string, draft: T | null): Promise<void> =>
  inDatabase('readwrite', async ({ kept }) => {
    const key = draftKey(owner, what)
    if (draft === null) await answerOf(kept.delete(key))
    else await answerOf(kept.put(draft, key))
  })

export const readDraft = <T>(owner: Owner, what: string): Promise<T | null> =>
  inDatabase('readonly', async ({ kept }) => {
    const draft = await answerOf(kept.get(draftKey(owner, what)) as IDBRequest<T | undefined>)
    return draft ?? null
  })

async function changeDay(
  kept: IDBObjectStore,
  owner: Owner,
  change: (day: FieldDay) => FieldDay,
): Promise<void> {
  const key = keyOf(owner, 'day')
  const before = await answerOf(kept.get(key) as IDBRequest<KeptDay | undefined>)
  if (before) await answerOf(kept.put({ ...before, day: change(before.day) }, key))
}

const withOrder = (day: FieldDay, order: WorkOrderView): FieldDay => ({
  ...day,
  visits: day.visits.map((visit) => (visit.order.id === order.id ? { ...visit, order } : visit)),
})
