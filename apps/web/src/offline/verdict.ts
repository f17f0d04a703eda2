import { ProblemResponse } from '../data/http.ts'
import type { Refusal } from './queue-entry.ts'

/** What becomes of an entry that the centre did not take. */
export type Verdict =
  | { is: 'later'; holdsAll: boolean }
  | { is: 'signed-out' }
  | { is: 'refused'; refusal: Refusal }

/**
 * Only a plain no is a refusal: no answer, a busy centre and a session that has ended all pass. What
 * the centre stumbles over alone doesn't hold up the rest.
 */
export function verdictOn(error: unknown): Verdict {
  if (!(error instanceof ProblemResponse)) return { is: 'later', holdsAll: true }
  const { status, code, ref, context } = error
  if (status === 401) return { is: 'signed-out' }
  if (status === 500) return { is: 'later', holdsAll: false }
  if (status < 400 || status > 500 || passing.has(status)) return { is: 'later', holdsAll: true }
  return { is: 'refused', refusal: { code, status, context, ...(ref !== undefined && { ref }) } }
}

/** Too slow, the wrong name of a server, too many at once. */
const passing = new Set([408, 421, 429])

const FIRST_MS = 2_000
const LONGEST_MS = 5 * 60_000

/** How long to wait after so many failures in a row; `chance` in 0…1 keeps a yard full of phones from asking at once. */
export const waitAfter = (failures: number, chance: number): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1)) * (0.8 + 0.4 * chance)
