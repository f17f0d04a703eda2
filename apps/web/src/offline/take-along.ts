import type { FieldDay } from '../data/field.ts'
import { keepArea } from './keep-area.ts'
import { documentsToTake, keepDocuments } from './keep-documents.ts'

/** How much of a day has been taken along, while it is; null before, and where it broke off. */
export interface Along {
  area: Progress | null
  documents: Progress | null
}

interface Progress {
  done: number
  of: number
}

export const nothingAlong: Along = { area: null, documents: null }

/** A crew comes back to its day all the time; the map around the same places is fresh for a while. */
const AREA_HOLDS_MS = 30 * 60_000

/** Takes what a day needs beside its orders: the map around its places, and the documents of its assets. */
export function createTakeAlong(
  municipality: string,
  tell: (along: Along) => void,
): (day: FieldDay) => Promise<void> {
  let along = nothingAlong
  let taken = { around: '', at: 0 }
  const set = (part: Partial<Along>) => {
    along = { ...along, ...part }
    tell(along)
  }
  const takeArea = async (day: FieldDay) => {
    const places = day.visits.flatMap(({ order }) => (order.position ? [order.position] : []))
    const around = places.join(' ')
    if (places.length === 0 || (around === taken.around && Date.now() - taken.at < AREA_HOLDS_MS)) return
    await keepArea(municipality, places, (done, of) => {
      if (done === of || done % 25 === 0) set({ area: { done, of } })
    })
    taken = { around, at: Date.now() }
  }
  // Where coverage goes in the middle of it, or the room: what came is kept, the rest comes the next time.
  return async (day) => {
    await takeArea(day).catch(() => set({ area: null }))
    await keepDocuments(municipality, documentsToTake(day.visits), (done, of) =>
      set({ documents: { done, of } }),
    ).catch(() => set({ documents: null }))
  }
}
