/** Whether the page is being put on paper. Told before it is laid out, unlike the media query, so that what is drawn can follow. */
let printing = false
const listeners = new Set<() => void>()

const tell = (now: boolean) => () => {
  printing = now
  for (const listener of listeners) listener()
}
addEventListener('beforeprint', tell(true))
addEventListener('afterprint', tell(false))

export const isPaper = (): boolean => printing

export function onPaper(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
