import { PATIENCE_MS } from './outgoing.ts'

/** A redirect could lead what is signed, or secret, to somebody else: it counts as a refusal. */
export async function post(
  url: string,
  { body, headers }: { body: string; headers: Record<string, string> },
): Promise<void> {
  const answer = await fetch(url, {
    ...{ method: 'POST', body, headers, redirect: 'manual' },
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  await answer.body?.cancel()
  if (!answer.ok) throw new Error(`the receiver answered ${answer.status}`)
}
