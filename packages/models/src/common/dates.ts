/** Local dates as days since 1970-01-01: neighbours differ by one whatever the clock did. */
export function dayOf(date: string): number {
  const ms = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(ms)) throw new Error(`not a date: ${date}`)
  return ms / 86_400_000
}

export const dateText = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)
