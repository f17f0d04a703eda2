import { convert, HOUR, type Micros } from '@driftbild/core'
import { localHourIndex } from '../common/local-index.ts'
import { mean, median } from '../common/statistics.ts'
import type { SeriesInputs } from '../model.ts'
import type { CabinetConfig } from './config.ts'
import { type Feed, feedOf, lightOf } from './feed.ts'
import type { PhaseLoad } from './phase-load.ts'

/** What a cabinet's switching was from one morning to the next, and since when it has been wrong. */
export interface Switching {
  /** Share of nights in which a dark local hour is fed, and in which it holds a switching; null not yet seen. */
  usualFed: (number | null)[]
  usualMixed: (number | null)[]
  nights: number
  /** Hours: dark and not fed though they usually are; switched in the middle of the night; lit by day. */
  unfed: number
  chattering: number
  byDay: number
  /** A phase that draws as if lit though the contactor says that it is open. */
  welded: { phase: string; key: string; now: number; lit: number } | null
  /** V in the unfed hours; null where it isn't measured. */
  voltage: number | null
  /** Days in a row of each. */
  days: { unfed: number; chattering: number; byDay: number; welded: number }
}

export const newSwitching = (): Switching => ({
  usualFed: new Array<number | null>(24).fill(null),
  usualMixed: new Array<number | null>(24).fill(null),
  nights: 0,
  ...{ unfed: 0, chattering: 0, byDay: 0, welded: null, voltage: null },
  days: { unfed: 0, chattering: 0, byDay: 0, welded: 0 },
})

/** How often lamps are lit in a usual night: once, and once more for each two dark hours that hold a switching. */
export function lightingsANight({ usualMixed, nights }: Pick<Switching, 'usualMixed' | 'nights'>): number {
  if (nights < LEARN_NIGHTS) return 1
  const mixed = usualMixed.flatMap((share) => (share !== null && share > SELDOM ? [share] : []))
  return 1 + mixed.reduce((sum, share) => sum + share, 0) / 2
}

const LEARN_NIGHTS = 4
const FADE = 0.15
/** An hour counts as usually fed, or as usually switched in, from and to these shares. */
const USUALLY = 0.7
const SELDOM = 0.3

interface Hour {
  bucket: Micros
  local: number
  feed: Feed
  light: ReturnType<typeof lightOf>
}

export function followSwitching(
  before: Switching,
  config: CabinetConfig,
  inputs: SeriesInputs,
  phases: Readonly<Record<string, PhaseLoad>>,
): Switching {
  const hours = hoursOf(config, inputs)
  const dark = hours.filter((h) => h.light === 'dark')
  const isKnown = before.nights >= LEARN_NIGHTS
  const unfed = dark.filter((h) => isKnown && h.feed === 'open' && (before.usualFed[h.local] ?? 0) > USUALLY)
  const chattering = dark.filter(
    (h) => isKnown && h.feed === 'mixed' && (before.usualMixed[h.local] ?? 0) < SELDOM,
  )
  const day = hours.filter((h) => h.light === 'day')
  const byDay = day.filter((h) => h.feed === 'fed').length
  const welded = isKnown ? drawnWhileOpen(config, inputs, hours, phases) : null
  const accused = new Set([...unfed, ...chattering])
  const learn = (usual: readonly (number | null)[], of: Feed) =>
    dark
      .filter((h) => !accused.has(h))
      .reduce(
        (next, h) => {
          const seen = h.feed === of ? 1 : 0
          const old = next[h.local] ?? null
          return next.with(h.local, old === null ? seen : old + FADE * (seen - old))
        },
        usual as (number | null)[],
      )
  const run = (is: boolean, days: number) => (is ? days + 1 : 0)
  return {
    usualFed: learn(before.usualFed, 'fed'),
    usualMixed: learn(before.usualMixed, 'mixed'),
    nights: before.nights + (dark.length > 0 ? 1 : 0),
    unfed: unfed.length,
    chattering: chattering.length,
    byDay,
    welded,
    voltage: voltageIn(config, inputs, new Set(unfed.map((h) => h.bucket))),
    days: {
      unfed: run(unfed.length > 0, before.days.unfed),
      chattering: run(chattering.length > 0, before.days.chattering),
      byDay: run(byDay > 0, before.days.byDay),
      welded: run(welded !== null, before.days.welded),
    },
  }
}

/** Hours of which the feeding is known, with the sun's part in them. */
function hoursOf(config: CabinetConfig, inputs: SeriesInputs): Hour[] {
  const feed = feedOf(config, inputs)
  const hours: Hour[] = []
  for (let bucket = Math.ceil(inputs.from / HOUR) * HOUR; bucket + HOUR <= inputs.to; bucket += HOUR) {
    const told = feed(bucket)
    if (told === null) continue
    const local = localHourIndex(bucket, config.timeZone) % 24
    hours.push({ bucket, local, feed: told, light: lightOf(config, bucket, HOUR) })
  }
  return hours
}

/** The contact that is told can stand still while the one that feeds has welded. */
function drawnWhileOpen(
  config: CabinetConfig,
  inputs: SeriesInputs,
  hours: readonly Hour[],
  phases: Readonly<Record<string, PhaseLoad>>,
): Switching['welded'] {
  if (!config.contactor) return null
  const open = new Set(hours.filter((h) => h.feed === 'open').map((h) => h.bucket))
  const drawing = config.phases.flatMap((phase) => {
    const lit = median(phases[phase.name]!.reference.filter((v) => v !== null))
    const now = median(
      (inputs.series[phase.input] ?? [])
        .filter((r) => open.has(r.bucket) && r.average !== null)
        .map((r) => convert(r.average!, phase.unit, 'A')),
    )
    return lit !== null && lit > 0.5 && now !== null && now > 0.6 * lit
      ? [{ phase: phase.name, key: phase.key, now, lit }]
      : []
  })
  // One phase that draws by day is somebody's load; all of them are the lamps.
  return drawing.length >= Math.min(2, config.phases.length) ? drawing[0]! : null
}

function voltageIn(
  { voltage }: CabinetConfig,
  inputs: SeriesInputs,
  hours: ReadonlySet<Micros>,
): number | null {
  if (!voltage) return null
  return mean(
    (inputs.series.voltage ?? [])
      .filter((r) => hours.has(r.bucket) && r.average !== null)
      .map((r) => convert(r.average!, voltage.unit, 'V')),
  )
}
