import { type CommandResult, type Log, type SignalCommand, wait } from '@driftbild/collectors'
import type { Commander, SentCommand } from './centre.ts'

export interface CommandingOptions {
  centre: Commander
  log: Log
  /** Whether the site lets anything be written; otherwise nobody is asked. */
  isAllowed: () => boolean
  /** What hasn't been written when the signal aborts isn't written any more. */
  write: (command: SignalCommand, end: AbortSignal) => Promise<CommandResult>
  /** Milliseconds. */
  pace?: { idle: number; again: number }
}

/** Seconds that the centre may keep a question open. */
const WAIT = 25
const PACE = { idle: 10_000, again: 5_000 }

/**
 * Asks the centre what is to be written, writes it, and says what became of it, until the signal aborts. What was
 * handed to us is written once: the answer is sent again until it is taken, the value never is.
 */
export async function obeyCommands(options: CommandingOptions, signal: AbortSignal): Promise<void> {
  const { centre, log, isAllowed, pace = PACE } = options
  const running = new Set<Promise<void>>()
  while (!signal.aborted) {
    if (!isAllowed()) {
      await wait(pace.idle, signal)
      continue
    }
    const answer = await centre.commands(WAIT, signal)
    if (!('value' in answer)) {
      // What is wrong is told by the upload, which speaks to the same centre.
      await wait(pace.again, signal)
      continue
    }
    for (const command of answer.value) {
      log('info', 'a command from the centre', { ...command })
      const done = obey(options, command, signal).finally(() => running.delete(done))
      running.add(done)
    }
  }
  await Promise.all(running)
}

async function obey(
  { centre, log, write, pace = PACE }: CommandingOptions,
  { id, signal: key, value, unit, lasts }: SentCommand,
  signal: AbortSignal,
): Promise<void> {
  const result: CommandResult =
    lasts > 0
      ? await write({ signal: key, value, unit }, AbortSignal.timeout(lasts))
      : { result: 'refused', code: 'not-sent', ref: key, context: { why: 'it came after its time' } }
  log(result.result === 'done' ? 'info' : 'warn', `the command is ${result.result}`, { id, ...result })
  while (!signal.aborted) {
    const answer = await centre.answerCommand(id, result, signal)
    // Refused for good: the centre knows of it what it needs to know.
    if (
      'value' in answer ||
      ('problem' in answer && answer.problem.status < 500 && answer.problem.status !== 401)
    )
      return
    await wait(pace.again, signal)
  }
}
