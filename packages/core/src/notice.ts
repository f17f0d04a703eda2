import type { Service } from './municipality.ts'
import { LINES, onCall, type Shift } from './rota.ts'
import { localTime, MINUTE, type Micros, SECOND } from './time.ts'

/** How people are told of alarms of one priority. */
export interface NoticeRule {
  /** Ways out: to a person, or to a machine that is nobody. */
  channels: readonly { id: string; isPersonal: boolean }[]
  /** Minutes without an acknowledgement after which the next line is told; null is never. */
  escalateMinutes: number | null
  /** Minutes of the local day in which nobody is told; the night's end before its beginning. */
  quiet: { from: number; to: number } | null
}

export interface CallingAlarm {
  service: Service
  /** When it was known to call somebody. */
  calledAt: Micros
}

export interface Notice {
  channel: string
  user: string | null
  line: number
}

/**
 * Whom to tell of an alarm that still needs somebody, by now. Asked again and again it gives the same and more; who was
 * told once isn't told again by the caller. A line on which nobody is on call is passed over at once.
 */
export function dueNotices(
  { service, calledAt }: CallingAlarm,
  { channels, escalateMinutes, quiet }: NoticeRule,
  shifts: readonly Shift[],
  { now, zone }: { now: Micros; zone: string },
): Notice[] {
  if (isQuiet(quiet, now, zone)) return []
  const notices: Notice[] = []
  for (const { id, isPersonal } of channels) {
    if (!isPersonal) notices.push({ channel: id, user: null, line: 1 })
  }
  const since = afterQuiet(quiet, calledAt, zone)
  let wait = 0
  for (let line = 1; line <= LINES; line++) {
    if (now < since + wait) break
    const people = onCall(shifts, { at: now, line, service })
    if (people.length === 0) continue
    for (const { id, isPersonal } of channels) {
      if (isPersonal) notices.push(...people.map((user) => ({ channel: id, user, line })))
    }
    if (escalateMinutes === null) break
    wait += escalateMinutes * MINUTE
  }
  return notices
}

export function isQuiet(quiet: NoticeRule['quiet'], at: Micros, zone: string): boolean {
  if (!quiet) return false
  const minute = minuteOfDay(at, zone)
  return quiet.from <= quiet.to
    ? minute >= quiet.from && minute < quiet.to
    : minute >= quiet.from || minute < quiet.to
}

/** The first instant from `at` on that is not quiet. */
function afterQuiet(quiet: NoticeRule['quiet'], at: Micros, zone: string): Micros {
  if (!quiet || !isQuiet(quiet, at, zone)) return at
  const { second } = localTime(at, zone)
  const left = (quiet.to - minuteOfDay(at, zone) + DAY_MINUTES) % DAY_MINUTES
  return at + left * MINUTE - second * SECOND
}

const DAY_MINUTES = 24 * 60
const minuteOfDay = (at: Micros, zone: string): number => {
  const { hour, minute } = localTime(at, zone)
  return hour * 60 + minute
}

/** Seconds to wait before a message that failed is sent again, after each try. */
const RETRIES = [30, 60, 120, 300, 600, 1200, 1800]

/** When to try again after so many tries; null: it is given up. */
export const retryAt = (attempts: number, now: Micros): Micros | null => {
  const wait = RETRIES[attempts - 1]
  return wait === undefined ? null : now + wait * SECOND
}
