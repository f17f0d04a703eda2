/** A belief is followed back as far as this: older ones are as old as that. */
const MOST_DAYS = 30

/** Days ago on which something began that has been held without a break and takes so many days to be seen. */
export function daysSince<D extends { day: number }>(
  days: readonly D[],
  holds: (until: readonly D[]) => boolean,
  seenAfter: number,
): number {
  let first = days.length
  while (first > Math.max(1, days.length - MOST_DAYS) && holds(days.slice(0, first - 1))) first--
  return days.at(-1)!.day - days[Math.max(0, first - seenAfter)]!.day
}
