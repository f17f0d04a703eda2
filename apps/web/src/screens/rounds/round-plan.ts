import type { Stop } from '@driftbild/core'
import type { RoundContainer, RoundDay } from '../../data/rounds.ts'

/** Nothing was done there yet, and nobody has left it out. */
const isOpen = ({ visitedAt, skipped }: Stop): boolean => visitedAt === null && skipped === null

export interface RoundBegun {
  /** Of the round as it is: what can still be planned. */
  open: string[]
  /** What the driver has visited or left out. */
  begun: number
  /** A person's id; null where nobody is named, or who was may drive no longer. */
  driver: string | null
}

export function roundBegun({ rounds, drivers }: RoundDay, name: string): RoundBegun | null {
  const round = rounds.find((one) => one.name === name)
  if (!round) return null
  const open = round.stops.filter(isOpen).map(({ asset }) => asset)
  const driver = drivers.find(({ id }) => id === round.crew)?.id ?? null
  return { open, begun: round.stops.length - open.length, driver }
}

/** Which other round of the day has a container, by tag. */
export function onOtherRounds({ rounds }: RoundDay, name: string): Map<string, string> {
  const others = rounds.filter((round) => round.name !== name)
  return new Map(others.flatMap((round) => round.stops.map(({ asset }) => [asset, round.name] as const)))
}

/** Due, and on no round of the day. */
export function dueAndFree(day: RoundDay): string[] {
  const taken = onOtherRounds(day, '')
  return day.containers.flatMap(({ tag, due }) => (due !== null && !taken.has(tag) ? [tag] : []))
}

/** A name that no round of the day has. */
export function freeName({ rounds }: RoundDay, vehicle: (number: number) => string): string {
  const used = new Set(rounds.map(({ name }) => name))
  let number = 1
  while (used.has(vehicle(number))) number++
  return vehicle(number)
}

/** Litres that lie in the containers; what nobody hears of counts as full. */
export function litresIn(containers: Iterable<Pick<RoundContainer, 'fill' | 'volume'>>): number {
  let litres = 0
  for (const { fill, volume } of containers) litres += (fill ?? 1) * (volume ?? 0)
  return litres
}

const urgency = { full: 0, predicted: 1, interval: 2 } as const

/** The most pressing first, then by name. */
export const byNeed = (a: RoundContainer, b: RoundContainer): number =>
  (a.due === null ? 3 : urgency[a.due]) - (b.due === null ? 3 : urgency[b.due]) ||
  (b.fill ?? 0) - (a.fill ?? 0) ||
  a.name.localeCompare(b.name, 'sv') ||
  a.tag.localeCompare(b.tag, 'sv')

export const withStop = (stops: readonly string[], tag: string, on: boolean): string[] =>
  on ? [...stops.filter((one) => one !== tag), tag] : stops.filter((one) => one !== tag)

/** Put in an order that was worked out a moment ago: what was taken away since stays away, what was added comes last. */
export function inOrderOf(order: readonly string[], stops: readonly string[]): string[] {
  const [known, chosen] = [new Set(order), new Set(stops)]
  return [...order.filter((tag) => chosen.has(tag)), ...stops.filter((tag) => !known.has(tag))]
}

export const withTurned = (stops: readonly string[], from: number, to: number): string[] =>
  stops.toSpliced(from, 1).toSpliced(to, 0, stops[from]!)
