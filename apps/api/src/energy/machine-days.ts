import type { Role } from '@driftbild/core'
import { DAY, HOUR, halfDay } from '@driftbild/core'
import type { DayBook } from '../figures/day-book.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'

/** A machine's whole days: what it used (kWh) for how much (m³, or lit hours). */
export interface MachineDays {
  used: (number | null)[]
  done: (number | null)[]
  /** Of lamps: hours of darkness of each day; null of pumps. */
  dark: (number | null)[] | null
  unit: 'kWh/m3' | 'kWh/h'
  estimate: boolean
}

/** Of a small motor at its usual load, and volts between two phases. */
const POWER_FACTOR = 0.83
const VOLTS = 400
/** Degrees below the horizon at which street lights are usually lit. */
const DUSK = -3

/** Whose days are read. */
export const energyRoles: ReadonlySet<Role> = new Set([
  ...(['power', 'flow', 'run-hours', 'running', 'current', 'energy', 'contactor-closed'] as const),
])

const keyOf = ({ signals }: WatchedAsset, role: Role): string | null =>
  signals.find(({ signal }) => signal.role === role)?.signal.key ?? null

/** A station's pumps together: what the motors took and what they lifted while they ran. */
export async function stationDays(
  book: DayBook,
  pumps: readonly WatchedAsset[],
): Promise<MachineDays | null> {
  const each: MachineDays[] = []
  for (const pump of pumps) {
    const one = await pumpDays(book, pump)
    if (!one) return null
    each.push(one)
  }
  if (each.length === 0) return null
  const sum = (of: (one: MachineDays) => MachineDays['used']) =>
    of(each[0]!).map((_, day) =>
      each.reduce<number | null>((total, one) => {
        const value = of(one)[day] ?? null
        return total === null || value === null ? null : total + value
      }, 0),
    )
  return {
    ...{ used: sum((one) => one.used), done: sum((one) => one.done), dark: null, unit: 'kWh/m3' },
    estimate: each.some((one) => one.estimate),
  }
}

export async function pumpDays(book: DayBook, pump: WatchedAsset): Promise<MachineDays | null> {
  const [power, flow] = [keyOf(pump, 'power'), keyOf(pump, 'flow')]
  if (!flow) return null
  const metered = power ? await book.amounts([power]) : null
  const hours = keyOf(pump, 'run-hours')
  const running = keyOf(pump, 'running')
  if (!hours || !running)
    return (
      metered && {
        used: metered,
        done: await book.amounts([flow]),
        dark: null,
        unit: 'kWh/m3',
        estimate: false,
      }
    )
  const ran = await book.amounts([hours])
  const share = await book.means([running])
  // Flags, flows and currents are sampled together: the mean while it runs is the ratio of their means.
  const whileRunning = async (key: string) =>
    (await book.means([key])).map((mean, day) => (mean === null || !share[day] ? null : mean / share[day]))
  const times = (values: (number | null)[]) =>
    ran.map((h, day) => (h === null ? null : h === 0 ? 0 : values[day] == null ? null : h * values[day]))
  const current = keyOf(pump, 'current')
  const plate = Number(pump.asset.attributes.ratedPower)
  const drawn = current
    ? (await whileRunning(current)).map((a) =>
        a === null ? null : (Math.sqrt(3) * VOLTS * a * POWER_FACTOR) / 1000,
      )
    : ran.map(() => plate)
  return {
    ...{ used: metered ?? times(drawn), done: times(await whileRunning(flow)) },
    ...{ dark: null, unit: 'kWh/m3', estimate: metered === null },
  }
}

export async function cabinetDays(
  book: DayBook,
  picture: Picture,
  cabinet: WatchedAsset,
): Promise<MachineDays | null> {
  const [energy, contactor] = [keyOf(cabinet, 'energy'), keyOf(cabinet, 'contactor-closed')]
  if (!energy || !contactor) return null
  const position = picture.assets.get(cabinet.asset.tag)?.position
  const dark = position
    ? book.bounds.slice(0, -1).map((from) => {
        const day = Math.floor((from + DAY / 2) / DAY)
        return (DAY - 2 * halfDay(day, DUSK, position[1])) / HOUR
      })
    : null
  return {
    ...{ used: await book.amounts([energy]), done: await book.hoursOn([contactor]), dark },
    ...{ unit: 'kWh/h', estimate: false },
  }
}
