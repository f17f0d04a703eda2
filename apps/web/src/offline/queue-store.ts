import type { FieldDay } from '@driftbild/api/contract'
import type { Round } from '@driftbild/core'
import type { WorkOrderView } from '../data/work-orders.ts'
import { answerOf, inDatabase } from './database.ts'
import { rebased } from './overlay.ts'
import { isFile, type QueueEntry, type Refusal, type Work } from './queue-entry.ts'

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
      day: day ? completed(day) : null,
      settled: settled ?? [],
    }
  })

/** A day that an older version of the pages took along lacks what they did not know of. */
const completed = ({ day, takenAt }: KeptDay): KeptDay => ({
  takenAt,
  day: {
    ...day,
    places: day.places ?? [],
    own: day.own ?? [],
    visits: day.visits.map((visit) => ({
      ...noDocuments,
      ...visit,
      order: { ...noParts, ...visit.order },
    })),
  },
})
const noParts: Pick<FieldDay['visits'][number]['order'], 'parts'> = { parts: [] }
const noDocuments: Pick<FieldDay['visits'][number], 'documents'> = { documents: [] }

/** Something that was done, with its file where it is one. */
export interface Done {
  work: Work
  bytes?: ArrayBuffer
}

/**
 * Into the queue, with their files, in place of the drafts that they came from: all or nothing, and on the disk when
 * this is done.
 */
export const enqueue = (
  shared: Omit<QueueEntry, 'position' | 'work'>,
  things: readonly Done[],
  drafts: readonly string[] = [],
): Promise<void> =>
  inDatabase('readwrite', async ({ queue, file, kept }) => {
    for (const { work, bytes } of things) {
      if (bytes && isFile(work)) file.put(bytes, work.hash)
      await answerOf(queue.add({ ...shared, work }))
    }
    for (const draft of drafts) await answerOf(kept.delete(draftKey(shared, draft)))
  })

export const fileOf = (hash: string): Promise<ArrayBuffer | undefined> =>
  inDatabase('readonly', ({ file }) => answerOf(file.get(hash) as IDBRequest<ArrayBuffer | undefined>))

/** What the centre says of an order or a round that was changed; of other things it says nothing that is kept. */
export type Answer = { order: WorkOrderView } | { round: Round } | null

/**
 * The centre has it durably. Of an order and a round the day shows its answer from now on, and what still waits for an
 * order knows of it.
 */
export const finish = (entry: QueueEntry, owner: Owner, answer: Answer): Promise<void> =>
  inDatabase('readwrite', async ({ queue, file, kept }) => {
    const rest = await remove(entry, queue, file)
    const { work } = entry
    if (answer && 'round' in answer) await changeDay(kept, owner, (day) => withRound(day, answer.round))
    if (work.kind !== 'order' || !answer || !('order' in answer)) return
    const sent = {
      order: work.order,
      fields: new Set(work.commands.map(({ field }) => field)),
      revision: answer.order.revision,
    }
    for (const one of rest) {
      const next = rebased(one, sent)
      if (next !== one) queue.put(next)
    }
    await changeDay(kept, owner, (day) => withOrder(day, answer.order))
  })

export const refuse = (entry: QueueEntry, refusal: Refusal | null): Promise<void> =>
  inDatabase('readwrite', async ({ queue }) => {
    await answerOf(queue.put({ ...entry, refused: refusal }))
  })

/** A person's own decision; nothing else ever throws work away. */
export const discard = (entry: QueueEntry): Promise<void> =>
  inDatabase('readwrite', async ({ queue, file }) => {
    await remove(entry, queue, file)
  })

/** An entry, and its file where no other needs it. Gives what is left of the queue. */
async function remove(
  { position, work }: QueueEntry,
  queue: IDBObjectStore,
  file: IDBObjectStore,
): Promise<QueueEntry[]> {
  await answerOf(queue.delete(position))
  const rest = await answerOf(queue.getAll() as IDBRequest<QueueEntry[]>)
  const isShared = (hash: string) => rest.some((one) => 'hash' in one.work && one.work.hash === hash)
  if (isFile(work) && !isShared(work.hash)) await answerOf(file.delete(work.hash))
  return rest
}

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

const withRound = (day: FieldDay, { name, day: date, stops }: Round): FieldDay =>
  day.crew === name && day.day === date ? { ...day, stops } : day
