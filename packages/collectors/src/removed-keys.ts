import type { Silence } from '@driftbild/core'

/**
 * Of the signals that were ever read: those that no device gives any more and nobody was told of (`gone`), and the
 * open silences of such that have to end (`back`). A silence of several ends when one of them comes back; the
 * others are gone anew.
 */
export function removedKeys(
  known: Iterable<string>,
  given: Iterable<string>,
  open: readonly Silence[],
): { gone: string[]; back: Silence[] } {
  const wanted = new Set(given)
  const removed = open.filter((silence) => silence.reason === 'removed')
  const back = removed.filter((silence) => silence.signals.some((key) => wanted.has(key)))
  const told = new Set(removed.filter((s) => !back.includes(s)).flatMap((s) => s.signals))
  return { gone: [...new Set(known)].filter((key) => !wanted.has(key) && !told.has(key)), back }
}
