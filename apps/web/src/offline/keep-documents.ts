import { contentOf, type FieldDay } from '../data/field.ts'

/** The service worker answers from it; see there. */
const DOCUMENTS = 'driftbild-documents'
/** What a day's documents may take of the phone; what a crew's own files need comes on top. */
const MOST_BYTES = 150 * 1024 * 1024
const AT_ONCE = 2

type Documents = FieldDay['visits'][number]['documents']

/** Which of a day's documents a phone takes along: of each visit in its turn, until the budget is spent. */
export function documentsToTake(
  visits: readonly { documents: Documents }[],
  budget: number = MOST_BYTES,
): Documents {
  const taken = new Map<string, Documents[number]>()
  let left = budget
  for (const document of visits.flatMap(({ documents }) => documents)) {
    if (taken.has(document.id) || document.bytes > left) continue
    taken.set(document.id, document)
    left -= document.bytes
  }
  return [...taken.values()]
}

/** Takes these along and lets go of those of other days. A document never changes: what is there stays. */
export async function keepDocuments(
  municipality: string,
  documents: Documents,
  tell: (done: number, of: number) => void,
): Promise<void> {
  if (!('caches' in window)) return
  const cache = await caches.open(DOCUMENTS)
  const wanted = new Set(documents.map(({ id }) => contentOf(municipality, id)))
  const kept = new Set<string>()
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url)
    if (wanted.has(pathname)) kept.add(pathname)
    else await cache.delete(request)
  }
  const queue = [...wanted].filter((path) => !kept.has(path))
  let done = kept.size
  let missing = 0
  const take = async () => {
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      const answer = await fetch(path)
      if (answer.ok) {
        await cache.put(path, answer)
        done++
      } else missing++
      tell(done, wanted.size - missing)
    }
  }
  tell(done, wanted.size)
  await Promise.all(Array.from({ length: AT_ONCE }, take))
}

/** Whether this phone has a document's file. */
export const hasDocument = async (municipality: string, id: string): Promise<boolean> =>
  'caches' in window &&
  (await (await caches.open(DOCUMENTS)).match(contentOf(municipality, id))) !== undefined

/** They show what their taker may see, and can always be had again. */
export const forgetDocuments = async (): Promise<void> => {
  if ('caches' in window) await caches.delete(DOCUMENTS)
}
