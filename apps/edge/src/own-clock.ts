import { ClockWatch, type Log, tellClock } from '@driftbild/collectors'
import { ClockReport } from '@driftbild/collectors/status'
import { type Micros, SECOND } from '@driftbild/core'
import { z } from 'zod'

/** What is known of this machine's own clock. */
export const OwnClock = z.object({
  /** Against the centre's; null before it answered. */
  centre: ClockReport.nullable(),
  /** Times that it went on otherwise than time did. */
  jumps: z.int(),
})
export type OwnClock = z.infer<typeof OwnClock>

/** Further off than this from the centre's, or from what time itself did, is told. */
const TOLERANCE = 2 * SECOND
/** Milliseconds between looks for a jump. */
const LOOK = 1000

type Book = Parameters<typeof tellClock>[0]

export interface ClockGuard {
  report(): OwnClock
  /** The centre's clock showed this just now. */
  heard(centre: Micros): void
  stop(): void
}

/**
 * Watches this machine's clock: against the centre's, by what its answers say, and against one that can't be set.
 * `jumped` is told of jumps, because whatever was compared with the clock has to be compared anew.
 */
export function guardClock(
  { now, monotonic, log, book }: { now: () => Micros; monotonic: () => number; log: Log; book: Book },
  jumped: () => void,
): ClockGuard {
  const watch = new ClockWatch(TOLERANCE)
  const owner = { device: null, signals: [], advice: 'give this machine a time server' }
  /** What our clock shows beyond the time that has gone by. */
  const ahead = () => now() - monotonic() * 1000
  let before = ahead()
  let jumps = 0
  const look = setInterval(() => {
    const by = ahead() - before
    before += by
    if (Math.abs(by) <= TOLERANCE) return
    jumps++
    log('warn', `the clock of this machine jumped by ${Math.round(by / SECOND)} s: it was set, or it slept`, {
      clock: by / SECOND,
    })
    watch.forget()
    jumped()
  }, LOOK)
  look.unref()
  return {
    report: () => ({ centre: watch.report(), jumps }),
    heard(centre) {
      for (const change of watch.note(now() - centre)) tellClock(book, owner, change, now(), log)
    },
    stop: () => clearInterval(look),
  }
}
