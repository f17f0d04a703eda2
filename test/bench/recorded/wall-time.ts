import type { Micros } from '@driftbild/core'

/** Milliseconds by which a zone's clocks are ahead of UTC at an instant. */
function aheadAt(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    at,
  )
  const name = parts.find((part) => part.type === 'timeZoneName')!.value
  const [, sign, hours, minutes] = /^GMT(?:([+-])(\d{2}):(\d{2}))?$/.exec(name)!
  return hours === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

const DAY_MS = 86_400_000

/** The instants at which a zone's clocks show `2022-10-30 02:00`: two in the hour that autumn repeats. */
export function instantsOfWall(wall: string, zone: string): Micros[] {
  const naive = Date.parse(`${wall.slice(0, 10)}T${wall.slice(11) || '00:00'}Z`)
  const offsets = new Set([aheadAt(naive - DAY_MS, zone), aheadAt(naive + DAY_MS, zone)])
  return [...offsets]
    .map((ahead) => ({ at: naive - ahead, ahead }))
    .filter(({ at, ahead }) => aheadAt(at, zone) === ahead)
    .map(({ at }) => at * 1000)
    .sort((a, b) => a - b)
}
