import type { Log, Outbox } from '@driftbild/collectors'
import type { OutboxEntry } from '@driftbild/core'

/**
 * Sets single entries aside that the centre refuses, and says so: loudly once per signal. The function answers
 * whether that was done; it can't be where the centre refuses what stands in for such an entry, too.
 */
export function setAsideInto(outbox: Outbox, log: Log): (entry: OutboxEntry, problem: string) => boolean {
  const complainedOf = new Set<string>()
  let stuckAt = 0
  return (entry, problem) => {
    const { sequence } = entry
    const done = outbox.setAside(sequence, problem)
    if ('kept' in done) {
      const what = nameOf(done.kept)
      log(
        complainedOf.has(what) ? 'info' : 'error',
        `the centre refuses entry ${sequence}, ${what} (${problem}). It is set aside and the rest goes on; "edge set-aside" lists what was, "edge resend" sends it again`,
      )
      complainedOf.add(what)
      return true
    }
    if (done.not === 'stand-in' && stuckAt !== sequence) {
      stuckAt = sequence
      log(
        'error',
        `the centre refuses entry ${sequence} although nothing is wrong with it (${problem}): it seems to be of another version than this edge. What is read waits in the outbox`,
      )
    }
    return false
  }
}

function nameOf(entry: OutboxEntry): string {
  if (entry.kind === 'reading') return entry.key
  if (entry.kind === 'clock') return `what was told of the clock of ${entry.clock.device ?? 'the edge'}`
  return `a silence of ${entry.silence.signals.join(', ')}`
}
