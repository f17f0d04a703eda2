/** An answer that nobody has fetched by then is too old to be the first one. */
const FRESH_MS = 10_000

const answers = new Map<string, Promise<Response>>()

/** Asks for a path before whoever needs its answer is there. */
export function begin(path: string): void {
  const answer = fetch(path, { credentials: 'same-origin', headers: { accept: 'application/json' } })
  // Who takes it hears of the failure; where nobody does, nobody needs it.
  answer.catch(() => {})
  answers.set(path, answer)
  setTimeout(() => answers.delete(path), FRESH_MS)
}

/** The answer that was asked for early; only the first who asks gets it. */
export function takeBegun(path: string, signal?: AbortSignal | null): Promise<Response> | null {
  const answer = answers.get(path)
  answers.delete(path)
  if (!answer) return null
  if (!signal) return answer
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    answer.then(resolve, reject)
  })
}
