import { type Kommunkod, LATE_AFTER, type Micros, type ReportingRule, staleAfter } from '@driftbild/core'
import { type AlarmRow, type Database, listAlarms, type Tx } from '@driftbild/store'
import { dataNow } from '../picture/data-clock.ts'
import type { Picture } from '../picture/picture.ts'
import type { Pictures } from '../picture/pictures.ts'
import type { Raised } from './runner.ts'

/** When nothing more has come of a signal for so long, what is known of it is the best there is. */
export const QUIET_MS = 120_000
const AT_ONCE = 200

/**
 * Whether what is known of a signal ends so long before the present that more of it is to be expected: a
 * collector that was cut off hands in the oldest first.
 */
export const isBehind = (known: Micros, present: Micros, reporting: ReportingRule): boolean =>
  present - known > staleAfter(reporting) + LATE_AFTER

/** The clock's present where devices are real; a recording or a simulation may live in its own. */
const presentOf = (picture: Picture, now: Micros): Micros =>
  picture.municipality.simulated || picture.municipality.recording !== null ? dataNow(picture, now) : now

interface Parts {
  db: Database
  pictures: Pictures
  now: () => Micros
  gather: (tx: Tx, code: Kommunkod, alarms: readonly string[]) => Promise<() => void>
  /** Milliseconds. */
  quiet?: number
}

/**
 * Calls people for alarms, but not for one that back-fill raised and may clear again a moment later: that one is
 * held until its signal has caught up, or nothing more comes. An alarm that is no evidence of a fault yet is held;
 * so a restart forgets none.
 */
export function createAlarmCalls({ db, pictures, now, gather, quiet = QUIET_MS }: Parts) {
  const heardAt = new Map<string, number>()
  const nameOf = (code: Kommunkod, key: string) => `${code} ${key}`

  const isDue = (picture: Picture, { rule: { signal } }: AlarmRow): boolean => {
    const watched = picture.signals.get(signal)
    if (!watched) return true
    const { latest } = watched
    // An alarm can be stored a moment before the picture has the reading that raised it.
    if (latest && !isBehind(latest.time, presentOf(picture, now()), watched.signal.reporting)) return true
    const name = nameOf(picture.code, signal)
    const since = heardAt.get(name)
    if (since === undefined) heardAt.set(name, performance.now())
    return since !== undefined && performance.now() - since >= quiet
  }

  return {
    /** In the transaction that stores the run, so that evidence and journal can’t come apart. */
    async onRaised(tx: Tx, code: Kommunkod, { rule, raised, judgedTo }: Raised): Promise<() => void> {
      const picture = pictures.get(code)
      const reporting = picture.signals.get(rule.signal)?.signal.reporting
      const isHeld = reporting && isBehind(judgedTo, presentOf(picture, now()), reporting)
      return isHeld ? () => {} : gather(tx, code, raised)
    },
    /** These signals have new readings. */
    heard(code: Kommunkod, keys: Iterable<string>): void {
      for (const key of keys) heardAt.set(nameOf(code, key), performance.now())
    },
    /** Calls for those that are held no longer. */
    async release(): Promise<void> {
      for (const picture of pictures.list()) {
        const scope = { municipality: picture.code, role: 'api' } as const
        const held = await db.transaction(scope, (tx) =>
          listAlarms(tx, { active: true, gathered: false, limit: AT_ONCE }),
        )
        const due = held.filter((alarm) => isDue(picture, alarm)).map(({ id }) => id)
        if (due.length === 0) continue
        const call = await db.transaction(scope, (tx) => gather(tx, picture.code, due))
        call()
      }
    },
  }
}

export type AlarmCalls = ReturnType<typeof createAlarmCalls>
