import type { Answer } from './centre.ts'

/** What an answer that took nothing in means for the batch that it answers. */
export type Meaning =
  /** It passes by itself; `after` is the centre's own wish, in seconds. */
  | { means: 'try-again'; message: string; after: number | null }
  /** It stays so until a person has changed something, here or there. */
  | { means: 'person-needed'; message: string }
  /** The centre's account ends before this batch. */
  | { means: 'ends-at'; sequence: number }
  | { means: 'too-large' }
  /** Something in these entries will never be taken, however often it is sent. */
  | { means: 'refused'; problem: string }

export function meaningOf(answer: Exclude<Answer<unknown>, { value: unknown }>): Meaning {
  if ('failure' in answer) {
    return {
      means: 'try-again',
      message: `${answer.failure}. What is read waits in the outbox`,
      after: null,
    }
  }
  const { status, code, context, retryAfter } = answer.problem
  if (status === 413) return { means: 'too-large' }
  if (status >= 500 || status === 429 || code === 'malformed') {
    const what = status === 500 ? 'failed, its log says why' : 'is busy'
    return { means: 'try-again', message: `the centre ${what} (${status} ${code})`, after: retryAfter }
  }
  if (code === null) {
    return {
      means: 'person-needed',
      message: `what answers as the centre (${status}) does not sound like one: check api in the configuration, and what stands between. What is read waits in the outbox`,
    }
  }
  if (code === 'batch-version') {
    return {
      means: 'person-needed',
      message: `this edge and the centre are of different versions (batches of version ${context.sent}, the centre takes ${context.known}): update the older one. Reading goes on, what is read waits in the outbox`,
    }
  }
  if (status === 401 || status === 403 || status === 404) {
    return {
      means: 'person-needed',
      message: `the centre does not know this collector's key (${code}): enrol it again with a new code. Reading goes on, what is read waits in the outbox`,
    }
  }
  if (code === 'sequence-gap' && typeof context.expected === 'number') {
    return { means: 'ends-at', sequence: context.expected - 1 }
  }
  return { means: 'refused', problem: `${status} ${code}${firstIssue(context)}` }
}

/** Of a body that failed at the centre's door: where and by what. */
function firstIssue({ issues }: Record<string, unknown>): string {
  const [issue] = Array.isArray(issues) ? issues : []
  return issue ? `: ${[issue.path, issue.message].filter(Boolean).join(' ')}` : ''
}
