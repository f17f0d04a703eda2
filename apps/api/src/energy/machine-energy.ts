import { type Kommunkod, type Micros, type Register, startOfLocalDay } from '@driftbild/core'
import { inflowFigures, type SewerInflowState, sewerInflow } from '@driftbild/models/sewer'
import { type Database, loadStates } from '@driftbild/store'
import { openDayBook } from '../figures/day-book.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'
import type { ExtraWater } from './energy-row.ts'
import { cabinetDays, energyRoles, type MachineDays, pumpDays, stationDays } from './machine-days.ts'

/** One machine's whole days; null where they aren't known. */
export interface MachineEnergy {
  tag: string
  days: MachineDays | null
  extra: ExtraWater | null
}

/** Of every pump, pumping station and cabinet of a municipality. */
export type EnergyOfMachines = (picture: Picture, now: Micros) => Promise<MachineEnergy[]>

interface Kept {
  register: Register
  today: Micros
  readAt: number
  machines: Promise<MachineEnergy[]>
}

/** Late readings reach whole days that were read before: milliseconds until those are read again, behind the answer. */
const RENEW_MS = 5 * 60_000
/** Nobody is answered with what was read longer ago: a whole past may have come since. */
const OLDEST_MS = 3 * RENEW_MS

/** Whole days change once a day: what was read is given until there is another day or register. */
export function createEnergyOfMachines(db: Database, clock: () => number): EnergyOfMachines {
  const known = new Map<Kommunkod, Kept>()
  return (picture, now) => {
    const { code, register } = picture
    const today = startOfLocalDay(now, picture.municipality.zone)
    const kept = known.get(code)
    const age = kept?.register === register && kept.today === today ? clock() - kept.readAt : Infinity
    if (kept && age < RENEW_MS) return kept.machines
    const machines = readMachines(db, picture, now)
    const given = kept && age < OLDEST_MS ? kept.machines : machines
    const fresh: Kept = { register, today, readAt: clock(), machines: given }
    known.set(code, fresh)
    machines.then(
      () => (fresh.machines = machines),
      () => known.get(code) === fresh && known.delete(code),
    )
    return fresh.machines
  }
}

async function readMachines(db: Database, picture: Picture, now: Micros): Promise<MachineEnergy[]> {
  const book = openDayBook(db, picture, now)
  const all = [...picture.assets.values()]
  const pumpsOf = Map.groupBy(
    picture.register.relations.filter(({ type }) => type === 'contains'),
    ({ from }) => from,
  )
  const inside = ({ asset }: WatchedAsset) =>
    (pumpsOf.get(asset.tag) ?? [])
      .flatMap(({ to }) => picture.assets.get(to) ?? [])
      .filter((one) => one.asset.class === 'wastewater-pump')
  const rated = ratedLamps(picture.register)
  const daysOf: Record<string, (one: WatchedAsset) => Promise<MachineDays | null>> = {
    pump: (one) => pumpDays(book, one),
    'wastewater-pumping-station': (one) => stationDays(book, inside(one)),
    'lighting-cabinet': (one) => cabinetDays(book, one, rated.get(one.asset.tag) ?? null),
  }
  const machines = all.filter(({ asset }) => asset.class in daysOf)
  const read = new Set([...machines, ...machines.flatMap(inside)])
  await book.readAhead(
    [...read].flatMap(({ signals }) =>
      signals.flatMap(({ signal }) => (energyRoles.has(signal.role) ? [signal.key] : [])),
    ),
  )
  const extra = await db.transaction({ municipality: picture.code, role: 'api' }, extraWater)
  return Promise.all(
    machines.map(async (one) => ({
      tag: one.asset.tag,
      days: await daysOf[one.asset.class]!(one),
      extra: extra.get(one.asset.tag) ?? null,
    })),
  )
}

/** By cabinet, kW that its lamps are rated for together; absent where one's isn't known. */
function ratedLamps(register: Register): Map<string, number> {
  const lamps = register.assets.filter((asset) => asset.class === 'luminaire')
  const byCabinet = Map.groupBy(lamps, ({ attributes }) => String(attributes.cabinet))
  return new Map(
    [...byCabinet].flatMap(([cabinet, own]) => {
      const watts = own.map(({ attributes }) => attributes.ratedPower)
      return watts.every((w) => typeof w === 'number')
        ? [[cabinet, watts.reduce((sum, w) => sum + w, 0) / 1000] as const]
        : []
    }),
  )
}

/** What rain and groundwater are of each station's water. */
async function extraWater(tx: Parameters<typeof loadStates>[0]): Promise<Map<string, ExtraWater>> {
  const { name, version } = sewerInflow
  const states = await loadStates(tx, { model: name, version })
  return new Map(
    states.flatMap(({ subject, state }) => {
      const figures = inflowFigures(state as SewerInflowState, null)
      if (!figures) return []
      const share = figures.rainShare + (1 - figures.rainShare) * figures.groundwaterShare
      return [[subject.tag, { share }] as const]
    }),
  )
}
