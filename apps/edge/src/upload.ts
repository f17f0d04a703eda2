import { backOff, type Log, type Outbox, wait } from '@driftbild/collectors'
import { BATCH_LIMIT, type OutboxEntry, packBatch } from '@driftbild/core'
import { meaningOf } from './answer-meaning.ts'
import type { Answer, Centre } from './centre.ts'
import { setAsideInto } from './refused-entry.ts'

export interface UploadOptions {
  outbox: Outbox
  centre: Centre
  log: Log
  /** Whether somebody gave us another key since: then we stop, for the caller to begin again with it. */
  isReplaced?: () => boolean
  /** Milliseconds; tests are less patient. */
  pace?: { idle: number; first: number; most: number; refused: number; heartbeat: number }
}

/** Milliseconds between two looks at the key on disk while the one in use is refused. */
const LOOK_FOR_KEY = 1000
const PACE = { idle: 200, first: 500, most: 30_000, refused: 60_000, heartbeat: 60_000 }

/**
 * Hands the outbox to the centre, oldest first, until the signal aborts. What it sends may be sent again: the
 * centre counts each number once. Entries leave the outbox only when the centre calls them durable; one that it
 * refuses for good is set aside, so that it holds up no other.
 */
export async function upload(
  { outbox, centre, log, isReplaced = () => false, pace = PACE }: UploadOptions,
  signal: AbortSignal,
): Promise<void> {
  /** The centre has taken everything up to here, durable or not yet. */
  let accepted: number | null = null
  /** Entries in a batch: what the centre can take, and fewer while one that it refuses is looked for. */
  let most = BATCH_LIMIT
  let few = BATCH_LIMIT
  let failures = 0
  let isRefused = false
  let told = ''
  /** When it last had something to say to the centre. */
  let askedAt = 0
  const setAside = setAsideInto(outbox, log)
  const tell = (level: 'warn' | 'error', message: string) => {
    if (message !== told) log(level, message)
    told = message
  }

  async function pauseAfter(...failure: Parameters<typeof afterFailure>): Promise<void> {
    const pause = afterFailure(...failure)
    if (isRefused) await waitForKey(pause, isReplaced, signal)
    else await wait(pause, signal)
  }

  /** How long to wait before the next step, after an answer that took nothing of what was sent. */
  function afterFailure(
    answer: Exclude<Answer<unknown>, { value: unknown }>,
    sent: readonly OutboxEntry[],
  ): number {
    failures++
    const pause = backOff(failures, pace, Math.random())
    const meaning = meaningOf(answer)
    switch (meaning.means) {
      case 'try-again':
        tell('warn', meaning.message)
        return meaning.after === null ? pause : Math.max(pace.first, meaning.after * 1000)
      case 'person-needed':
        isRefused = true
        tell('error', meaning.message)
        return pace.refused
      case 'ends-at':
        accepted = reconcile(outbox, meaning.sequence, log)
        return failures > 3 ? pause : 0
      case 'too-large':
        if (sent.length > 1) most = Math.ceil(sent.length / 2)
        return refused(sent, '413 too large', pause)
      case 'refused':
        return refused(sent, meaning.problem, pause)
    }
  }

  function refused(sent: readonly OutboxEntry[], problem: string, pause: number): number {
    const [only, ...others] = sent
    if (!only) {
      tell('warn', `the centre refuses to say what it has (${problem})`)
      return pause
    }
    if (others.length === 0) return setAside(only, problem) ? 0 : pace.refused
    // Halves of halves find the entry that it is about.
    few = Math.ceil(sent.length / 2)
    return 0
  }

  function succeeded(): void {
    if (told !== '') log('info', 'the centre takes what is read again')
    told = ''
    failures = 0
    isRefused = false
    few = Math.min(most, few * 2)
  }

  while (!signal.aborted && !(isRefused && isReplaced())) {
    const isIdle = accepted !== null && accepted >= outbox.last
    const isQuiet = isIdle && performance.now() - askedAt >= pace.heartbeat
    if (accepted === null || isQuiet || (isIdle && accepted > outbox.durable)) {
      // At the start; while the centre has entries that aren't durable yet and there are no new ones; and now and
      // then where nothing is read, so that a revoked key and a centre that is away are noticed.
      askedAt = performance.now()
      const answer = await centre.ledger(signal)
      if (signal.aborted) return
      if ('value' in answer) {
        const durable = answer.value[outbox.epoch] ?? 0
        if (accepted === null || durable < outbox.durable) accepted = reconcile(outbox, durable, log)
        else outbox.acknowledge(durable)
        succeeded()
        if (accepted > outbox.durable) await wait(5 * pace.idle, signal)
      } else await pauseAfter(answer, [])
      continue
    }
    const entries = outbox.last > accepted ? outbox.read(accepted, few) : []
    const last = entries.at(-1)?.sequence
    if (last === undefined) {
      await wait(pace.idle, signal)
      continue
    }
    outbox.attempting(last)
    askedAt = performance.now()
    const answer = await centre.send(packBatch(outbox.epoch, entries), signal)
    if (signal.aborted) return
    if ('value' in answer) {
      outbox.acknowledge(answer.value.durable)
      accepted = Math.max(accepted, answer.value.accepted)
      succeeded()
    } else await pauseAfter(answer, entries)
  }
}

/** A key that is refused may be replaced any moment; nobody wants to wait for the end of a long pause then. */
async function waitForKey(ms: number, isReplaced: () => boolean, signal: AbortSignal): Promise<void> {
  const end = performance.now() + ms
  while (!signal.aborted && !isReplaced() && performance.now() < end) {
    await wait(Math.min(LOOK_FOR_KEY, end - performance.now()), signal)
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
