import { backOff, type Log, type Outbox, wait } from '@driftbild/collectors'
import { BATCH_LIMIT, packBatch } from '@driftbild/core'
import type { Answer, Centre } from './centre.ts'

export interface UploadOptions {
  outbox: Outbox
  centre: Centre
  log: Log
  /** Milliseconds; tests are less patient. */
  pace?: { idle: number; first: number; most: number; refused: number }
}

const PACE = { idle: 200, first: 500, most: 30_000, refused: 60_000 }

/**
 * Hands the outbox to the centre, oldest first, until the signal aborts. What it sends may be sent again: the
 * centre counts each number once. Entries leave the outbox only when the centre calls them durable.
 */
export async function upload(
  { outbox, centre, log, pace = PACE }: UploadOptions,
  signal: AbortSignal,
): Promise<void> {
  /** The centre has taken everything up to here, durable or not yet. */
  let accepted: number | null = null
  let most = BATCH_LIMIT
  let failures = 0
  let told = ''
  const tell = (level: 'warn' | 'error', message: string) => {
    if (message !== told) log(level, message)
    told = message
  }

  /** How long to wait before the next step, after an answer that was none. */
  function afterFailure(answer: Exclude<Answer<unknown>, { value: unknown }>): number {
    failures++
    const pause = backOff(failures, pace, Math.random())
    if ('failure' in answer) {
      tell('warn', `${answer.failure}. What is read waits in the outbox`)
      return pause
    }
    const { status, code, context, retryAfter } = answer.problem
    if (status === 401 || status === 403 || status === 404) {
      tell(
        'error',
        `the centre does not know this collector's key (${code}): enrol it again with a new code. Reading goes on, what is read waits in the outbox`,
      )
      return pace.refused
    }
    if (code === 'sequence-gap' && typeof context.expected === 'number') {
      accepted = reconcile(outbox, context.expected - 1, log)
      return failures > 3 ? pause : 0
    }
    if (status === 413 && most > 1) {
      most = Math.ceil(most / 2)
      return 0
    }
    if (status < 500 && status !== 429)
      tell('error', `the centre refuses a batch (${status} ${code}): it is kept and tried again`)
    else tell('warn', `the centre is busy (${status} ${code})`)
    return retryAfter === null ? pause : Math.max(pace.first, retryAfter * 1000)
  }

  function succeeded(): void {
    if (told !== '') log('info', 'the centre takes what is read again')
    told = ''
    failures = 0
  }

  while (!signal.aborted) {
    if (accepted === null || (accepted >= outbox.last && accepted > outbox.durable)) {
      // At the start, and while the centre has entries that aren't durable yet and there are no new ones.
      const answer = await centre.ledger(signal)
      if (signal.aborted) return
      if ('value' in answer) {
        const durable = answer.value[outbox.epoch] ?? 0
        if (accepted === null) accepted = reconcile(outbox, durable, log)
        else outbox.acknowledge(durable)
        succeeded()
        if (accepted > outbox.durable) await wait(5 * pace.idle, signal)
      } else await wait(afterFailure(answer), signal)
      continue
    }
    const entries = outbox.last > accepted ? outbox.read(accepted, most) : []
    const last = entries.at(-1)?.sequence
    if (last === undefined) {
      await wait(pace.idle, signal)
      continue
    }
    outbox.attempting(last)
    const answer = await centre.send(packBatch(outbox.epoch, entries), signal)
    if (signal.aborted) return
    if ('value' in answer) {
      outbox.acknowledge(answer.value.durable)
      accepted = Math.max(accepted, answer.value.accepted)
      succeeded()
    } else await wait(afterFailure(answer), signal)
  }
}

/**
 * Brings our account and the centre's together; returns the number after which to go on. They differ without
 * fault only by what is under way; anything else means that a disk was restored from an older copy.
 */
export function reconcile(outbox: Outbox, known: number, log: Log): number {
  if (known > outbox.last) {
    log(
      'error',
      `the centre has ${known} entries of this outbox, which ends at ${outbox.last}: it seems to be an older copy. It goes on under a new epoch; nothing that waits is lost`,
    )
    outbox.startNewEpoch()
    return 0
  }
  if (known >= outbox.durable) {
    outbox.acknowledge(known)
    return known
  }
  const [next] = outbox.read(known, 1)
  if (next?.sequence === known + 1) {
    log(
      'warn',
      `the centre lost entries ${known + 1}–${outbox.durable} that it had called durable; they are still here and are sent again`,
    )
    outbox.rewind(known)
    return known
  }
  log(
    'error',
    `the centre lost entries ${known + 1}–${outbox.durable} that it had called durable, and they are no longer here. What waits goes on under a new epoch`,
  )
  outbox.startNewEpoch()
  return 0
}
