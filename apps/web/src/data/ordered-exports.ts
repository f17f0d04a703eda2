/** Exports ordered on this page since it was opened: their files are fetched by themselves, each once. */
const ordered = new Set<string>()
const listeners = new Set<() => void>()

export function noteOrdered(id: string): void {
  ordered.add(id)
  for (const listener of listeners) listener()
}

/** True the first time it is asked about one that was ordered here. */
export const takeOrdered = (id: string): boolean => ordered.delete(id)

/** A small export can be done before the answer to its order has come. */
export function onOrdered(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
