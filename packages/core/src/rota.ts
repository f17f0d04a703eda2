import type { Service } from './municipality.ts'
import type { Micros } from './time.ts'

/** Somebody is on call; the first line is called first. A service of null is all of them. */
export interface Shift {
  user: string
  line: number
  service: Service | null
  from: Micros
  to: Micros
}

export const LINES = 3

/** Who is called on a line for a service at an instant, each once. */
export const onCall = (
  shifts: readonly Shift[],
  { at, line, service }: { at: Micros; line: number; service: Service },
): string[] => [
  ...new Set(
    shifts
      .filter(
        (shift) =>
          shift.line === line &&
          (shift.service === null || shift.service === service) &&
          shift.from <= at &&
          at < shift.to,
      )
      .map(({ user }) => user),
  ),
]
