import { ProblemResponse } from '../data/http.ts'

const nameOf = (what: string) => `driftbild.known.${what}`

/** Where crews work on though the centre doesn't answer, or no longer knows them. */
export const isFieldPlace = (path: string): boolean => /^\/\d{4}\/(my-day|report|sync)(\/|$)/.test(path)

/**
 * What the frame needs to stand: asked for, and where nobody answers as it was last answered. A session that has
 * ended keeps nobody from the work that lies on the phone; signing out does.
 */
export async function orLastKnown<T>(what: string, ask: () => Promise<T>): Promise<T> {
  try {
    const answer = await ask()
    keep(what, answer)
    return answer
  } catch (error) {
    const known = isAway(error) ? lastKnown<T>(what) : null
    if (known === null) throw error
    return known
  }
}

function isAway(error: unknown): boolean {
  if (!(error instanceof ProblemResponse)) return false
  return (
    error.status === 0 || error.status >= 500 || (error.status === 401 && isFieldPlace(location.pathname))
  )
}

export function lastKnown<T>(what: string): T | null {
  try {
    const text = localStorage.getItem(nameOf(what))
    return text === null ? null : (JSON.parse(text) as T)
  } catch {
    return null
  }
}

function keep(what: string, answer: unknown): void {
  try {
    localStorage.setItem(nameOf(what), JSON.stringify(answer))
  } catch {
    // Without room, or in a private window, the page needs the centre.
  }
}

/** Who signs out leaves nothing to be seen; what waits to be sent stays, for them alone. */
export function forgetLastKnown(): void {
  for (const name of Object.keys(localStorage)) if (name.startsWith(nameOf(''))) localStorage.removeItem(name)
}
