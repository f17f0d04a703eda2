import type { Kommunkod, Micros } from '@driftbild/core'
import { type Change, type Database, listMunicipalities, loadBaseMap, loadRegister } from '@driftbild/store'
import { notFound } from '../http/problems.ts'
import type { Hub } from '../live/hub.ts'
import { describeError, type Log } from '../log.ts'
import {
  type MunicipalitySearch,
  municipalitySearch,
  type NamedPlace,
  namedPlaces,
} from '../search/municipality-search.ts'
import { type BaseMap, baseMap } from '../tiles/base-map.ts'
import { type MunicipalityTiles, municipalityTiles } from '../tiles/municipality-tiles.ts'
import { dataNow } from './data-clock.ts'
import {
  type FactReader,
  readAlarms,
  readLatest,
  readOrders,
  readPredictions,
  readSilences,
} from './known-facts.ts'
import { createPicture, judgeAsset, type Picture } from './picture.ts'
import { changedAssets, withAssets } from './take-assets.ts'
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
  tick(): void
  /** Resolves when everything taken so far is in. */
  settled(): Promise<void>
  close(): void
}

interface Held {
  picture: Picture
  tiles: MunicipalityTiles
  base: BaseMap
  places: NamedPlace[]
  /** Made when somebody first searches. */
  search: Promise<MunicipalitySearch> | null
  dirty: Set<Change['what']>
  keys: Set<string>
  /** Sets of changes of the register that are not yet in the picture. */
  sets: Set<string>
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

  const loadOne = async (code: Kommunkod): Promise<void> => {
    const scope = { municipality: code, role: 'api' } as const
    const register = await db.transaction(scope, loadRegister)
    const picture = createPicture(register)
    const features = await db.transaction(scope, (tx) => loadBaseMap(tx))
    await db.transaction(scope, (tx) => readLatest(tx, picture, [...picture.signals.keys()]))
    for (const read of Object.values(readers)) await db.transaction(scope, (tx) => read(tx, picture))
    const at = { now: now(), dataNow: dataNow(picture, now()) }
    for (const watched of picture.assets.values()) judgeAsset(picture, watched, at)
    hold(picture, { base: baseMap(features), places: namedPlaces(features) })
  }

  /** Keeps a picture and tells whoever derived something from the one before. */
  const hold = (picture: Picture, map: Pick<Held, 'base' | 'places'>): Held => {
    const { code } = picture
    const one: Held = {
      ...{ picture, ...map, search: null, tiles: municipalityTiles(picture) },
      ...{ dirty: new Set(), keys: new Set(), sets: new Set() },
    }
    held.set(code, one)
    for (const listener of listeners) listener(code)
    tell.list(code, 'assets')
    return one
  }

  /** A change of some assets reads those and nothing else. */
  const takeSets = async (one: Held): Promise<Held> => {
    const sets = new Set(one.sets)
    const changed = await changedAssets(db, one.picture.code, sets)
    const picture = withAssets(one.picture, changed)
    const at = { now: now(), dataNow: dataNow(picture, now()) }
    for (const watched of picture.assets.values()) judgeAsset(picture, watched, at)
    const next = hold(picture, { base: one.base, places: one.places })
    for (const key of one.keys) next.keys.add(key)
    for (const set of one.sets) if (!sets.has(set)) next.sets.add(set)
    taken.add(sets)
    // What is shown on a zone's meters follows from which assets those are.
    for (const what of [...one.dirty, 'predictions', 'work-orders'] as const) next.dirty.add(what)
    return next
  }

  const refresh = async (code: Kommunkod): Promise<void> => {
    const before = held.get(code)
    if (!before || before.dirty.has('assets')) {
      await loadOne(code)
      return
    }
    const one = before.sets.size > 0 ? await takeSets(before) : before
    const { picture } = one
    const scope = { municipality: code, role: 'api' } as const
    const [keys, dirty] = [one.keys, one.dirty]
    one.keys = new Set()
    one.dirty = new Set()
    try {
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
      tell.states(picture, new Set([...affected, ...changedFacts]), changedFacts)
      if (dirty.has('jobs')) await db.transaction(scope, (tx) => tell.jobs(tx, code))
      for (const what of dirty) tell.list(code, what)
    } catch (error) {
      for (const key of keys) one.keys.add(key)
      for (const what of dirty) one.dirty.add(what)
      throw error
    }
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
    search(code) {
      const one = get(code)
      one.search ??= municipalitySearch(one.picture, one.places)
      return one.search
    },
    async load() {
      for (const { code } of await listMunicipalities(db)) await loadOne(code)
    },
    onRegister: (listener) => listeners.push(listener),
    take({ municipality, what, id }) {
      // Which signals have new readings is told by their arrivals, see touched().
      if (what === 'readings' || what === 'rollups') return
      const one = held.get(municipality)
      if (what === 'assets' && id !== undefined) one?.sets.add(id)
      else one?.dirty.add(what)
      waiting.add(municipality)
      runSoon(SOON_MS)
    },
    withSet: taken.wait,
    touched(code, keys) {
      const one = held.get(code)
      if (!one) return
      for (const key of keys) one.keys.add(key)
      waiting.add(code)
      runSoon(SOON_MS)
    },
    tick() {
      for (const { picture } of held.values()) tell.states(picture, picture.assets.keys())
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
