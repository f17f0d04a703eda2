const UNIT_SECONDS: Record<string, number> = { SEC: 1, MIN: 60, HOU: 3600, DAY: 86_400 }

/** Seconds of `24`, `1:30`, `7 DAYS`, `6 AM`, `2:30 PM`; a bare number is hours. Null where it is no time. */
export function readTime(fields: readonly string[]): number | null {
  const [text = '', unit = ''] = fields
  const parts = text.split(':')
  if (parts.length > 3 || parts.some((p) => p === '' || !Number.isFinite(Number(p)))) return null
  const [h = 0, m = 0, s = 0] = parts.map(Number)
  const word = unit.toUpperCase()
  const scale = parts.length === 1 ? (UNIT_SECONDS[word.slice(0, 3)] ?? 3600) : 3600
  const seconds = Math.round(h * scale + m * 60 + s)
  if (word === 'AM') return h === 12 ? seconds - 12 * 3600 : seconds
  if (word === 'PM') return h === 12 ? seconds : seconds + 12 * 3600
  return word === '' || word.slice(0, 3) in UNIT_SECONDS ? seconds : null
}

/** As EPANET reads it back: hours:minutes:seconds. */
export function writeTime(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}
