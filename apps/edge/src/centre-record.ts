import { Micros } from '@driftbild/core'
import { z } from 'zod'
import { meaningOf } from './answer-meaning.ts'
import type { Answer, Centre } from './centre.ts'

/** How it went with the centre since the edge began. */
export const CentreRecord = z.object({
  /** When it last said what it should. */
  answered: Micros.nullable(),
  /** Why it doesn't now; null while it does. */
  problem: z.string().nullable(),
  /** Batches, by the answer's code, or `accepted` or `unreachable`. */
  batches: z.record(z.string(), z.int()),
  /** Entries in accepted batches, repeats included. */
  entries: z.int(),
})
export type CentreRecord = z.infer<typeof CentreRecord>

export const emptyRecord = (): CentreRecord => ({ answered: null, problem: null, batches: {}, entries: 0 })

/** The same centre; what it answers is noted. */
export function recorded(centre: Centre, record: CentreRecord, now: () => Micros): Centre {
  function note<T>(answer: Answer<T>, signal: AbortSignal): Answer<T> {
    if (signal.aborted) return answer
    record.problem = problemOf(answer)
    if (record.problem === null) record.answered = now()
    return answer
  }
  return {
    ledger: async (signal) => note(await centre.ledger(signal), signal),
    async send(batch, signal) {
      const answer = note(await centre.send(batch, signal), signal)
      if (signal.aborted) return answer
      const name = nameOf(answer)
      record.batches[name] = (record.batches[name] ?? 0) + 1
      if ('value' in answer) record.entries += batch.last - batch.first + 1
      return answer
    },
  }
}

/** A centre that has something against a batch is there, and does what it should. */
function problemOf(answer: Answer<unknown>): string | null {
  if ('value' in answer) return null
  const meaning = meaningOf(answer)
  return 'message' in meaning ? meaning.message : null
}

function nameOf(answer: Answer<unknown>): string {
  if ('value' in answer) return 'accepted'
  return 'failure' in answer ? 'unreachable' : (answer.problem.code ?? String(answer.problem.status))
}
