import type { Kommunkod, Micros } from '@driftbild/core'
import { type Change, type Database, listMunicipalities } from '@driftbild/store'
import { notFound } from '../http/problems.ts'
import { inTurns } from '../in-turns.ts'
import type { Hub } from '../live/hub.ts'
import { describeError, type Log } from '../log.ts'
import { makeNetwork } from '../network/networks.ts'
import {
  type MunicipalitySearch,
  municipalitySearch,
  type NamedPlace,
} from '../search/municipality-search.ts'
import type { BaseMap } from '../tiles/base-map.ts'
import { type MunicipalityTiles, makeTiles } from '../tiles/municipality-tiles.ts'
import {
  type FactReader,
  readAlarms,
  readLatest,
  readOrders,
  readPredictions,
  readSilences,
} from './known-facts.ts'
import { judgeAll, loadPicture } from './load-picture.ts'
import { type News, newsDesk } from './news.ts'
import type { Picture } from './picture.ts'
import { changedAssets, withAssets } from './take-assets.ts'
import { takeRules } from './take-rules.ts'
import { takenSets } from './taken-sets.ts'
import { createTeller } from './tell.ts'

/** What is known of every municipality, in memory, kept up by what the store says has changed. */
export interface Pictures {
  find(code: Kommunkod): Picture | undefined
  /** Throws not-found. */
  get(code: Kommunkod): Picture
  list(): Picture[]
  tiles(code: Kommunkod): MunicipalityTiles
  baseMap(code: Kommunkod): BaseMap
  search(code: Kommunkod): Promise<MunicipalitySearch>
  /** Reads everything anew: at the start, and after changes may have been missed. */
  load(): Promise<void>
  /** Calls back whenever a register was read: what was derived from the one before is void. */
  onRegister(listener: (code: Kommunkod) => void): void
  /** Takes a change in; what it concerns is read soon, together with what else comes by then. */
  take(change: Change): void
  /** Resolves when a committed set of changes of the register is in the picture. */
  withSet(set: string): Promise<void>
  /** These signals have new readings. */
  touched(code: Kommunkod, keys: Iterable<string>): void
  /** Judges every asset again: time alone makes a signal stale and a shelved alarm heard. */
  tick(): Promise<void>
  /** Resolves when everything taken so far is in. */
  settled(): Promise<void>
  close(): void
}

interface Held {
  picture: Picture
  tiles: MunicipalityTiles
  base: BaseMap
  places: NamedPlace[]
  search: Promise<MunicipalitySearch>
}

const readers: Partial<Record<Change['what'], FactReader>> = {
  alarms: readAlarms,
  predictions: readPredictions,
  'work-orders': readOrders,
  collectors: readSilences,
}
const SOON_MS = 200
const AGAIN_MS = 3_000

interface Parts {
  db: Database
  hub: Hub
  log: Log
  now: () => Micros
}

export function createPictures({ db, hub, log, now }: Parts): Pictures {
  const held = new Map<Kommunkod, Held>()
  const tell = createTeller(hub, now)
  let timer: NodeJS.Timeout | undefined
  let work: Promise<void> = Promise.resolve()
  let closed = false
  const listeners: ((code: Kommunkod) => void)[] = []
  const taken = takenSets()
  const desk = newsDesk()

  const loadOne = async (code: Kommunkod): Promise<void> => {
    const { picture, base, places } = await loadPicture(db, code, Object.values(readers), now)
    await hold(picture, { base, places })
  }

  /** Keeps a picture and tells whoever derived something from the one before. */
  const hold = async (picture: Picture, map: Pick<Held, 'base' | 'places'>): Promise<Held> => {
    const { code } = picture
    await inTurns(makeNetwork(picture))
    const tiles = await inTurns(makeTiles(picture, now))
    const search = municipalitySearch(picture, map.places)
    const before = held.get(code)
    // What was found before is found until the new one is there.
    const one: Held = { picture, ...map, tiles, search: before?.search ?? search }
    held.set(code, one)
    search.then(
      () => (one.search = search),
      (error) => log('error', `what to find in ${code} could not be gathered: ${describeError(error)}`),
    )
    for (const listener of listeners) listener(code)
    tell.list(code, 'assets')
    return one
  }

  /** A change of some assets reads those and nothing else. */
  const takeSets = async (one: Held, sets: ReadonlySet<string>): Promise<Held> => {
    const changed = await changedAssets(db, one.picture.code, sets)
    const picture = await inTurns(withAssets(one.picture, changed))
    await judgeAll(picture, now)
    const next = await hold(picture, { base: one.base, places: one.places })
    taken.add(sets)
    return next
  }

  const refresh = async (code: Kommunkod): Promise<void> => {
    const before = held.get(code)
    const news = desk.take(code)
    try {
      if (!before || news.dirty.has('assets')) await loadOne(code)
      else await bringIn(before, news)
    } catch (error) {
      desk.putBack(code, news)
      throw error
    }
  }

  const bringIn = async (before: Held, { keys, dirty, sets }: News): Promise<void> => {
    const one = sets.size > 0 ? await takeSets(before, sets) : before
    // What is shown on a zone's meters follows from which assets those are.
    if (sets.size > 0) for (const what of ['predictions', 'work-orders'] as const) dirty.add(what)
    const { picture } = one
    const { code } = picture
    if (dirty.has('alarm-rules')) {
      await takeRules(db, picture)
      for (const listener of listeners) listener(code)
      tell.list(code, 'assets')
    }
    const scope = { municipality: code, role: 'api' } as const
    const affected = new Set<string>()
    const changedFacts = new Set<string>()
    if (keys.size > 0) {
      const changed = await db.transaction(scope, (tx) => readLatest(tx, picture, [...keys]))
      tell.readings(picture, changed)
      for (const key of changed) affected.add(picture.signals.get(key)!.signal.asset)
    }
    for (const what of dirty) {
      const read = readers[what]
      if (!read) continue
      for (const tag of await db.transaction(scope, (tx) => read(tx, picture))) changedFacts.add(tag)
    }
    await inTurns(tell.states(picture, new Set([...affected, ...changedFacts]), changedFacts))
    if (dirty.has('jobs')) await db.transaction(scope, (tx) => tell.jobs(tx, code))
    for (const what of dirty) tell.list(code, what)
  }

  const waiting = new Set<Kommunkod>()
  const runSoon = (delay: number) => {
    if (closed) return
    timer ??= setTimeout(() => {
      timer = undefined
      const codes = [...waiting]
      waiting.clear()
      work = work.then(async () => {
        for (const code of codes) {
          await refresh(code).catch((error) => {
            log('error', `the picture of ${code} could not be brought up to date: ${describeError(error)}`)
            waiting.add(code)
            runSoon(AGAIN_MS)
          })
        }
      })
    }, delay)
  }

  const get = (code: Kommunkod): Held => {
    const one = held.get(code)
    if (!one) throw notFound(code)
    return one
  }

  return {
    find: (code) => held.get(code)?.picture,
    get: (code) => get(code).picture,
    list: () => [...held.values()].map((one) => one.picture),
    tiles: (code) => get(code).tiles,
    baseMap: (code) => get(code).base,
    search: (code) => get(code).search,
    load() {
      // In line with what is brought in: two that read the same register would undo each other's news.
      const loaded = work.then(async () => {
        for (const { code } of await listMunicipalities(db)) {
          desk.take(code)
          await loadOne(code)
        }
      })
      work = loaded.catch(() => {})
      return loaded
    },
    onRegister: (listener) => listeners.push(listener),
    take({ municipality, what, id }) {
      // Which signals have new readings is told by their arrivals, see touched().
      if (what === 'readings' || what === 'rollups') return
      const news = desk.of(municipality)
      if (what === 'assets' && id !== undefined) news.sets.add(id)
      else news.dirty.add(what)
      waiting.add(municipality)
      runSoon(SOON_MS)
    },
    withSet: taken.wait,
    touched(code, keys) {
      const { keys: touched } = desk.of(code)
      for (const key of keys) touched.add(key)
      waiting.add(code)
      runSoon(SOON_MS)
    },
    async tick() {
      for (const { picture } of held.values()) await inTurns(tell.states(picture, picture.assets.keys()))
    },
    async settled() {
      while (timer || waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, 20))
      await work
    },
    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}
