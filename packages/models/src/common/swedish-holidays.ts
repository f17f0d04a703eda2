const cache = new Map<number, ReadonlySet<number>>()

/**
 * Whether a local date (days since 1970) is a public holiday in Sweden (lag 1989:253) or one of the eves that
 * are lived as one: Midsummer, Christmas, New Year.
 */
export function isSwedishHoliday(day: number): boolean {
  const year = new Date(day * 86_400_000).getUTCFullYear()
  const days = cache.get(year) ?? holidaysOf(year)
  cache.set(year, days)
  return days.has(day)
}

function holidaysOf(year: number): ReadonlySet<number> {
  const date = (month: number, day: number) => Date.UTC(year, month - 1, day) / 86_400_000
  const easter = easterSunday(year)
  /** The first Saturday from a date on. */
  const saturdayFrom = (day: number) => day + ((6 - new Date(day * 86_400_000).getUTCDay() + 7) % 7)
  const midsummer = saturdayFrom(date(6, 20))
  return new Set([
    date(1, 1),
    date(1, 6),
    ...[-2, 0, 1, 39, 49].map((after) => easter + after),
    date(5, 1),
    date(6, 6),
    midsummer - 1,
    midsummer,
    saturdayFrom(date(10, 31)),
    ...[24, 25, 26, 31].map((day) => date(12, day)),
  ])
}

/** Gregorian Easter by the anonymous algorithm (Meeus, Astronomical Algorithms, ch. 8). */
function easterSunday(year: number): number {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  return Date.UTC(year, Math.floor(n / 31) - 1, (n % 31) + 1) / 86_400_000
}
