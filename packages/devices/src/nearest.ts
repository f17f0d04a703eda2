/** The candidate that a person most likely meant, if any is near enough to ask about. */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  let best: string | null = null
  let least = Math.max(2, Math.floor(name.length / 3)) + 1
  for (const candidate of candidates) {
    const d = distance(name.toLowerCase(), candidate.toLowerCase())
    if (d < least) {
      least = d
      best = candidate
    }
  }
  return best
}

/** ` Did you mean …?` for a sentence about a name, or nothing. */
export function guess(name: string, known: Iterable<string>): string {
  const meant = nearest(name, known)
  return meant ? ` Did you mean ${meant}?` : ''
}

/** ` Known: …` for a sentence about a name that is near to none. */
export function listed(names: Iterable<string>): string {
  const [...all] = names
  const more = all.length > LISTED ? ' …' : ''
  return ` Known: ${all.slice(0, LISTED).join(', ')}${more}`
}

/** A gateway has hundreds of points. */
const LISTED = 12

/** Levenshtein's: insertions, deletions and replacements. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}
