import type { Micros, Silence } from '@driftbild/core'
import type { LoggedValue } from './device/value-log.ts'
import type { DeviceName } from './site.ts'

/** A value that a device made. */
export interface Produced {
  device: DeviceName
  key: string
  /** By the device's clock. */
  time: Micros
  value: number
  /** By the machine's clock. */
  at: Micros
  /** The device's own log shows that it could not be served any more. */
  isGone: boolean
}

export interface StoredValue {
  key: string
  time: Micros
  value: number | null
}

/** How far ahead of the machine's clock the edge's was from an instant on. */
export interface ClockStep {
  from: Micros
  ahead: number
}

export interface Evidence {
  produced: readonly Produced[]
  stored: readonly StoredValue[]
  /** Of the centre's ledger, in the edge's time. */
  silences: readonly Pick<Silence, 'signals' | 'from' | 'to'>[]
  edgeClock: readonly ClockStep[]
}

export interface Count {
  produced: number
  stored: number
  /** Rows beyond the first of a value. */
  duplicated: number
  /** Could not be served any more, and a silence says so. */
  namedMissing: number
  /** Could have been served, or nobody says that it is missing; and rows that no device made. */
  unaccounted: number
}

export interface Account extends Count {
  byDevice: Map<DeviceName, Count>
  /** The first of what is wrong, for a person. */
  wrong: string[]
}

/** Microseconds by which a silence may begin late or end early: an answer is written down before it travels. */
const TOLERANCE = 1e6
const MOST_WRONG = 20

/** Holds what the devices wrote down against what the centre has, value by value. */
export function drawAccount({ produced, stored, silences, edgeClock }: Evidence): Account {
  const rows = new Map<string, number>()
  for (const row of stored) rows.set(nameOf(row), (rows.get(nameOf(row)) ?? 0) + 1)
  const silencesOf = bySignal(silences)
  const byDevice = new Map<DeviceName, Count>()
  const wrong: string[] = []
  const lost: Produced[] = []
  const countOf = (device: DeviceName): Count => {
    const known = byDevice.get(device) ?? empty()
    byDevice.set(device, known)
    return known
  }
  const isNamed = ({ key, at }: Produced) =>
    edgeTimes(edgeClock, at).some((time) =>
      (silencesOf.get(key) ?? []).some(
        ({ from, to }) => time >= from - TOLERANCE && (to === null || time <= to + TOLERANCE),
      ),
    )

  for (const value of produced) {
    const count = countOf(value.device)
    count.produced++
    const name = nameOf(value)
    const times = rows.get(name) ?? 0
    rows.delete(name)
    if (times > 0) count.stored++
    if (times > 1) {
      count.duplicated += times - 1
      wrong.push(`${name} is there ${times} times`)
    }
    if (times > 0) continue
    if (value.isGone && isNamed(value)) count.namedMissing++
    else {
      count.unaccounted++
      lost.push(value)
    }
  }
  wrong.push(...stretches(produced, lost))
  for (const [name, times] of rows) wrong.push(`${name} is there ${times} times, and no device made it`)
  const strangers = [...rows.values()].reduce((sum, times) => sum + times, 0)

  const total = empty()
  for (const count of byDevice.values()) add(total, count)
  total.unaccounted += strangers
  return { ...total, byDevice, wrong: wrong.slice(0, MOST_WRONG) }
}

/** Lost values in a person's words: those that follow one another are one stretch, and signals that lost the same are told at once. */
function stretches(produced: readonly Produced[], lost: readonly Produced[]): string[] {
  const isLost = new Set(lost)
  const open = new Map<string, Produced[]>()
  const signals = new Map<string, string[]>()
  const close = (key: string) => {
    const run = open.get(key)
    open.delete(key)
    if (!run) return
    const [first, last] = [run[0]!, run.at(-1)!]
    const why = run.some((one) => one.isGone)
      ? 'no silence tells of them'
      : 'their device could have served them'
    const span = `${iso(first.at)} … ${iso(last.at)}, by the device ${iso(first.time)} … ${iso(last.time)}`
    const text = `${run.length} lost, ${first.value} … ${last.value}, ${span}: ${why}`
    signals.set(text, [...(signals.get(text) ?? []), key])
  }
  for (const value of produced) {
    if (!isLost.has(value)) close(value.key)
    else open.set(value.key, [...(open.get(value.key) ?? []), value])
  }
  for (const key of [...open.keys()]) close(key)
  return [...signals].map(([text, keys]) => `${keys.join(', ')}: ${text}`)
}

const iso = (at: Micros): string => new Date(at / 1000).toISOString()

/** At most so large a part of what was produced may be missing, named or not. */
const MOST_NAMED = 0.01

export const isSound = ({ produced, duplicated, namedMissing, unaccounted }: Count): boolean =>
  produced > 0 && duplicated === 0 && unaccounted === 0 && namedMissing <= MOST_NAMED * produced

/**
 * What a device's log tells of its values. A device without a memory names the connection that each was served
 * on: it is gone when nobody asked on that connection again, for then the answer may never have arrived.
 */
export function producedBy(device: DeviceName, values: readonly LoggedValue[]): Produced[] {
  const newest = new Map<string, number>()
  for (const [i, { key, connection }] of values.entries()) {
    if (connection !== undefined) newest.set(`${key} ${connection}`, i)
  }
  return values.map(({ key, time, value, at, connection }, i) => ({
    device,
    key,
    time,
    value,
    at,
    isGone: connection !== undefined && newest.get(`${key} ${connection}`) === i,
  }))
}

const nameOf = ({ key, time, value }: StoredValue): string => `${key} ${time} ${value}`

const empty = (): Count => ({ produced: 0, stored: 0, duplicated: 0, namedMissing: 0, unaccounted: 0 })

function add(sum: Count, { produced, stored, duplicated, namedMissing, unaccounted }: Count): void {
  sum.produced += produced
  sum.stored += stored
  sum.duplicated += duplicated
  sum.namedMissing += namedMissing
  sum.unaccounted += unaccounted
}

function bySignal(silences: Evidence['silences']): Map<string, Evidence['silences'][number][]> {
  const map = new Map<string, Evidence['silences'][number][]>()
  for (const silence of silences) {
    for (const key of silence.signals) {
      const known = map.get(key) ?? []
      map.set(key, known)
      known.push(silence)
    }
  }
  return map
}

/** What the edge's clock showed at an instant, and around it where it jumped just then. */
function edgeTimes(steps: readonly ClockStep[], at: Micros): Micros[] {
  const AROUND = 5e6
  const before = steps.findLast((step) => step.from <= at - AROUND)
  const around = steps.filter((step) => step.from > at - AROUND && step.from <= at + AROUND)
  return [before?.ahead ?? 0, ...around.map((step) => step.ahead)].map((ahead) => at + ahead)
}
