import { randomUUID } from 'node:crypto'
import {
  convert,
  HOUR,
  type Kommunkod,
  MINUTE,
  type Micros,
  type OverflowDetected,
  type Register,
} from '@driftbild/core'
import {
  detectOverflows,
  RAIN_BEFORE,
  type SewerInflowConfig,
  type SewerInflowState,
  sewerInflow,
} from '@driftbild/models/sewer'
import {
  type Database,
  firstRollups,
  listOverflows,
  loadState,
  overflowScans,
  queuedBefore,
  rewindScan,
  rollupsBetween,
  type StoredOverflow,
  saveDetected,
  saveScan,
  type Tx,
} from '@driftbild/store'
import type { Touched } from '../alarms/runner.ts'
import { describeError, type Log } from '../log.ts'
import type { Picture } from '../picture/picture.ts'
import type { Pictures } from '../picture/pictures.ts'

type Subject = ReturnType<typeof sewerInflow.subjects>[number]

/** Roll-ups of late readings may come after those of newer ones: so far back is always looked at again. */
const BACK = 12 * HOUR
/** What a station's state remembers: older overflows get no volume of it. */
const LEARNT = 50 * 24 * HOUR
/** Hours looked through in one short query. */
const AT_ONCE = 45 * 24 * HOUR
/** Hours that are near one another are read together, in steps of five minutes. */
const NEAR = 2 * HOUR

interface Parts {
  db: Database
  pictures: Pictures
  log: Log
  now: () => Micros
}

export interface OverflowsTask {
  /** Looks through what came of each station since it last did, and keeps each overflow. True when there is more. */
  run(): Promise<boolean>
  /** Readings came that lie before what was looked through: from there it is looked through again. */
  late(code: Kommunkod, touched: Touched): Promise<void>
}

export function createOverflowsTask({ db, pictures, log, now }: Parts): OverflowsTask {
  const known = new WeakMap<Register, Subject[]>()
  const tried = new Set<string>()
  const subjectsOf = ({ register }: Picture): Subject[] => {
    const subjects = known.get(register) ?? sewerInflow.subjects(register)
    known.set(register, subjects)
    return subjects
  }
  return {
    async run() {
      let more = false
      for (const picture of pictures.list()) {
        const subjects = subjectsOf(picture)
        if (subjects.length === 0) continue
        const scans = await read(db, picture.code, overflowScans)
        for (const subject of subjects) {
          const seen = scans.get(subject.subject.tag) ?? null
          try {
            const left = await scanOne(db, picture, subject, { seen, tried, at: now() })
            more ||= left
          } catch (error) {
            // Those after it are looked through all the same.
            const tag = subject.subject.tag
            log('error', `${tag} of ${picture.code} could not be looked through: ${describeError(error)}`)
          }
        }
      }
      return more
    },
    async late(code, touched) {
      const picture = pictures.get(code)
      for (const { subject, signals } of subjectsOf(picture)) {
        const first = touched.get(markOf(signals))?.[0]
        const newest = picture.signals.get(markOf(signals))?.latest?.time
        if (first !== undefined && newest !== undefined && first < newest - BACK)
          await read(db, code, (tx) => rewindScan(tx, subject.tag, first))
      }
    },
  }
}

/** What tells that it runs over: the switch at the weir, or the level. */
const markOf = (signals: Subject['signals']): string => signals.overflowing ?? signals.level!

async function scanOne(
  db: Database,
  picture: Picture,
  { subject: { tag }, signals, config }: Subject,
  { seen, tried, at }: { seen: Micros | null; tried: Set<string>; at: Micros },
): Promise<boolean> {
  const { code } = picture
  const mark = markOf(signals)
  const until = picture.signals.get(mark)?.latest?.time
  if (until === undefined || (seen !== null && until - seen < MINUTE)) return false
  const begin = seen ?? (await read(db, code, (tx) => firstRollups(tx, [mark]))).get(mark)
  if (begin === undefined) return false
  // What is newer is looked at again anyhow.
  const keys = [...new Set(Object.values(signals))]
  if (await read(db, code, (tx) => queuedBefore(tx, keys, until - BACK))) return false
  const from = await startOf(db, code, tag, { from: begin - (seen === null ? 0 : BACK), to: until, tried })
  const to = Math.min(until, from + AT_ONCE)
  const hours = (await read(db, code, (tx) => rollupsBetween(tx, [mark], '1h', from, to)))[mark] ?? []
  const limit = signals.overflowing ? 0.5 : crestOf(config as SewerInflowConfig)
  const over = hours.filter(({ maximum }) => maximum !== null && maximum >= limit).map(({ bucket }) => bucket)
  const weir = picture.assets.get(tag)?.asset.attributes.weirWidth
  const began: Micros[] = []
  for (const stretch of stretchesOf(over)) {
    const span = { from: stretch.from - RAIN_BEFORE, to: Math.min(until, stretch.to + NEAR) }
    const { byKey, state, decided } = await read(db, code, async (tx) => ({
      byKey: await rollupsBetween(tx, keys, '5m', span.from, span.to + 1),
      state: await loadState(tx, stateOf(tag)),
      decided: await listOverflows(tx, { station: tag, from: span.from - 30 * 24 * HOUR, to: span.to }),
    }))
    const found = detectOverflows({
      ...{
        config: config as SewerInflowConfig,
        weirWidth: typeof weir === 'number' ? weir : null,
        until: span.to,
      },
      series: Object.fromEntries(Object.entries(signals).map(([name, key]) => [name, byKey[key] ?? []])),
      state: (state?.state as SewerInflowState | undefined) ?? null,
    })
    await db.transaction({ municipality: code, role: 'api' }, async (tx) => {
      for (const detected of found.filter((one) => !isDecided(decided, one)))
        await saveDetected(tx, { id: randomUUID(), station: tag, detected, at })
    })
    began.push(...found.map((one) => one.began))
  }
  await db.transaction({ municipality: code, role: 'api' }, (tx) =>
    saveScan(tx, tag, { from, to, began, seen }),
  )
  return to < until
}

const stateOf = (tag: string) => ({
  ...{ model: sewerInflow.name, version: sewerInflow.version },
  subject: { type: 'asset' as const, tag },
})

/**
 * One that has not ended, or ended lately, is told from its beginning; so is one whose volume nothing told before the
 * station's inflow was learnt, once.
 */
async function startOf(
  db: Database,
  code: Kommunkod,
  station: string,
  { from, to, tried }: { from: Micros; to: Micros; tried: Set<string> },
): Promise<Micros> {
  const near = await read(db, code, (tx) => listOverflows(tx, { station, from: from - LEARNT, to }))
  const open = near.filter(({ detected: d }) => d && d.began < from && (d.ended ?? Infinity) >= from)
  const poor = near.filter(({ id, detected: d }) => d?.volume === null && !tried.has(id))
  const state = poor.length === 0 ? null : await read(db, code, (tx) => loadState(tx, stateOf(station)))
  const isLearnt = (state?.state as SewerInflowState | undefined)?.fit != null
  const again = isLearnt ? poor : []
  for (const { id } of again) tried.add(id)
  return Math.min(from, ...[...open, ...again].map(({ detected }) => detected!.began - HOUR))
}

function stretchesOf(hours: readonly Micros[]): { from: Micros; to: Micros }[] {
  const out: { from: Micros; to: Micros }[] = []
  for (const hour of hours) {
    const last = out.at(-1)
    if (last && hour - last.to <= NEAR) last.to = hour + HOUR
    else out.push({ from: hour, to: hour + HOUR })
  }
  return out
}

const read = <T>(db: Database, municipality: Kommunkod, run: (tx: Tx) => Promise<T>): Promise<T> =>
  db.transaction({ municipality, role: 'api' }, run)

/** The level from which it runs over, in its signal's unit. */
const crestOf = ({ sump, level }: SewerInflowConfig): number => convert(sump.overflow, 'm', level.unit)

/** A person has said of this stretch what it was, and when that began. */
const isDecided = (known: readonly StoredOverflow[], found: OverflowDetected): boolean =>
  known.some(({ decisions: [newest], detected }) => {
    if (!newest || detected?.began === found.began) return false
    const { began, ended } = newest.decision
    return began < (found.ended ?? Infinity) && found.began < (ended ?? Infinity)
  })
