import { convert, DAY, HOUR, halfDay, type Role, type Signal, type Unit } from '@driftbild/core'
import type { Daily, DayBook } from '../figures/day-book.ts'
import type { WatchedAsset } from '../picture/picture.ts'

/** A machine's whole days: what it used (kWh) for how much (m³, or lit hours). */
export interface MachineDays {
  used: (number | null)[]
  done: (number | null)[]
  /** Of lamps: hours of darkness of each day; null of pumps. */
  dark: (number | null)[] | null
  /** Of pumps: hours that they ran; null where nothing tells. */
  hours: (number | null)[] | null
  /** Of lamps: kW that they are rated for together; null where not all are. */
  rated: number | null
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

const signalOf = ({ signals }: WatchedAsset, role: Role): Signal | null =>
  signals.find(({ signal }) => signal.role === role)?.signal ?? null

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
    // A wastewater pump that lifts less in an hour has a fault, not another duty.
    ...{ hours: null, rated: null },
    estimate: each.some((one) => one.estimate),
  }
}

export async function pumpDays(book: DayBook, pump: WatchedAsset): Promise<MachineDays | null> {
  const [power, flow] = [signalOf(pump, 'power'), signalOf(pump, 'flow')]
  if (!flow) return null
  const metered = power ? await book.amounts([power.key]) : null
  const [hours, running, current] = (['run-hours', 'running', 'current'] as const).map((role) =>
    signalOf(pump, role),
  )
  if (!hours || !running) {
    const done = metered && (await book.amounts([flow.key]))
    return (
      done && {
        ...{ used: metered, done, dark: null, hours: null, rated: null },
        ...{ unit: 'kWh/m3', estimate: false },
      }
    )
  }
  const meansOf = async ({ key, unit }: Signal) => ({ unit, means: await book.means([key]) })
  const ran = { hours: await book.amounts([hours.key]), share: await book.means([running.key]) }
  const { ratedPower } = pump.asset.attributes
  return {
    used:
      metered ??
      drawnWhile(ran, current ? await meansOf(current) : typeof ratedPower === 'number' ? ratedPower : null),
    done: liftedWhile(ran, await meansOf(flow)),
    ...{ dark: null, hours: ran.hours, rated: null, unit: 'kWh/m3', estimate: metered === null },
  }
}

/** Of each day, hours that a pump ran and its share of the time. */
interface Ran {
  hours: Daily
  share: Daily
}
interface Means {
  unit: Unit
  means: Daily
}

/** m³ that a pump lifted on each day. */
export const liftedWhile = (ran: Ran, { unit, means }: Means): Daily =>
  over(ran, (day) => whileRunning(ran, means[day], day, (flow) => convert(flow, unit, 'm3/h')))

/** kWh that a pump drew on each day, by its motor's current or by kW on its plate. */
export const drawnWhile = (ran: Ran, by: Means | number | null): Daily =>
  over(ran, (day) =>
    by === null || typeof by === 'number'
      ? by
      : whileRunning(
          ran,
          by.means[day],
          day,
          (current) => (Math.sqrt(3) * VOLTS * convert(current, by.unit, 'A') * POWER_FACTOR) / 1000,
        ),
  )

const over = ({ hours }: Ran, perHour: (day: number) => number | null): Daily =>
  hours.map((h, day) => {
    if (h === null || h === 0) return h
    const rate = perHour(day)
    return rate === null ? null : h * rate
  })

/** Flags, flows and currents are sampled together: the mean while it runs is the ratio of their means. */
function whileRunning(
  { share }: Ran,
  mean: number | null | undefined,
  day: number,
  as: (mean: number) => number,
): number | null {
  const ran = share[day]
  return mean == null || !ran ? null : as(mean / ran)
}

/** `rated`: kW that its lamps are rated for together; null where not all are. */
export async function cabinetDays(
  book: DayBook,
  cabinet: WatchedAsset,
  rated: number | null,
): Promise<MachineDays | null> {
  const [energy, contactor] = [signalOf(cabinet, 'energy'), signalOf(cabinet, 'contactor-closed')]
  if (!energy || !contactor) return null
  const dark = book.bounds.slice(0, -1).map((from) => {
    const day = Math.floor((from + DAY / 2) / DAY)
    return (DAY - 2 * halfDay(day, DUSK, cabinet.position[1])) / HOUR
  })
  return {
    ...{ used: await book.amounts([energy.key]), done: await book.hoursOn([contactor.key]), dark },
    ...{ hours: null, rated, unit: 'kWh/h', estimate: false },
  }
}
