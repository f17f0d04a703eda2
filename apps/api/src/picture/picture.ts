import {
  type Asset,
  type AssetState,
  assetState,
  type Box,
  boxOf,
  type Geometry,
  type Kommunkod,
  type Micros,
  type Municipality,
  type Position,
  type Priority,
  positionsOf,
  type Quality,
  type Register,
  type Service,
  type Signal,
  type Silence,
  serviceOf,
  staleAfter,
  type Zone,
} from '@driftbild/core'
import { atOnce, paced } from '../in-turns.ts'
import type { NewestReading } from './data-clock.ts'
import type { Suspicion } from './suspicion.ts'

export interface Latest {
  time: Micros
  /** From when it counts in the present; its time, unless a clock is ahead. */
  countsAt: Micros
  value: number | null
  reason: string | null
  quality: Quality
}

export interface WatchedSignal {
  signal: Signal
  latest: Latest | null
  /** A silence that covers it is open. */
  silent: boolean
  stale: boolean
}

export interface WatchedAsset {
  asset: Asset
  service: Service
  position: Position
  signals: WatchedSignal[]
  alarms: { priority: Priority; shelvedUntil: Micros | null }[]
  prediction: number | null
  underWork: boolean
  state: AssetState
}

/** What is known of a municipality right now, held in memory: the register, and on it what is the case. */
export interface Picture {
  code: Kommunkod
  municipality: Municipality
  register: Register
  assets: Map<string, WatchedAsset>
  signals: Map<string, WatchedSignal>
  zones: Map<string, Zone>
  box: Box | null
  newest: NewestReading | null
  /** Those that last: what fell silent together. */
  silences: readonly Pick<Silence, 'id' | 'signals' | 'from'>[]
  /** Where leaks may be, by tag. */
  suspicion: ReadonlyMap<string, Suspicion>
  /** When the first collector was there: a signal that never reported is stale only some time after it. */
  watchedSince: Micros | null
  /** Counts changes of what is drawn; tiles are fresh as long as it stands still. */
  revision: number
  /** What looks different since tiles last took it over. */
  changed: Set<WatchedAsset>
}

export const createPicture = (register: Register): Picture => atOnce(makePicture(register))

/** The same, by someone who can pause. */
export function* makePicture(register: Register): Generator<void, Picture> {
  const assets = new Map<string, WatchedAsset>()
  const signals = new Map<string, WatchedSignal>()
  yield* paced(register.assets, (asset) => {
    assets.set(asset.tag, {
      asset,
      service: serviceOf(asset.class),
      position: middleOf(asset),
      signals: [],
      alarms: [],
      prediction: null,
      underWork: false,
      state: 'normal',
    })
  })
  yield* paced(register.signals, (signal) => {
    const watched: WatchedSignal = { signal, latest: null, silent: false, stale: false }
    signals.set(signal.key, watched)
    assets.get(signal.asset)?.signals.push(watched)
  })
  const box = yield* boxOfAll(placesOf(register))
  return {
    code: register.municipality.code,
    municipality: register.municipality,
    register,
    assets,
    signals,
    zones: new Map(register.zones.map((zone) => [zone.tag, zone])),
    box,
    newest: null,
    silences: [],
    suspicion: new Map(),
    watchedSince: null,
    revision: 0,
    changed: new Set(),
  }
}

export interface Instant {
  /** By our clock: what people do. */
  now: Micros
  /** By the data's clock: what devices do. */
  dataNow: Micros
}

/** Works out an asset's state anew; true when what is shown of it changed. */
export function judgeAsset(picture: Picture, watched: WatchedAsset, at: Instant): boolean {
  const state = stateOf(watched, picture.watchedSince, at)
  if (state === watched.state) return false
  watched.state = state
  drawAnew(picture, watched)
  return true
}

/**
 * What follows from an asset's facts; says of its signals which are stale. `since` is when its municipality began to
 * be watched, null where a signal that never reported is not missed.
 */
export function stateOf(watched: WatchedAsset, since: Micros | null, at: Instant): AssetState {
  for (const signal of watched.signals) signal.stale = isStale(signal, since, at)
  return assetState({
    alarms: watched.alarms
      .filter((alarm) => alarm.shelvedUntil === null || alarm.shelvedUntil <= at.now)
      .map((alarm) => alarm.priority),
    prediction: watched.prediction,
    stale: watched.signals.some((signal) => signal.stale),
    information: false,
  })
}

/** What is drawn of an asset has changed. */
export function drawAnew(picture: Picture, watched: WatchedAsset): void {
  picture.revision++
  picture.changed.add(watched)
}

function isStale(watched: WatchedSignal, since: Micros | null, { dataNow, now }: Instant): boolean {
  if (watched.silent) return true
  const patience = staleAfter(watched.signal.reporting)
  if (!watched.latest) return since !== null && now - since > patience
  return watched.latest.quality === 'bad' || dataNow - watched.latest.countsAt > patience
}

/** A point where something that is a line or an area can be pointed at. */
function middleOf({ geometry }: Asset): Position {
  const positions = positionsOf(geometry)
  if (geometry.type === 'Point') return positions[0]!
  if (geometry.type === 'LineString') {
    const i = Math.floor((positions.length - 1) / 2)
    const [a, b] = [positions[i]!, positions[i + 1] ?? positions[i]!]
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
  }
  const [west, south, east, north] = boxOf(geometry)
  return [(west + east) / 2, (south + north) / 2]
}

/** Where there is something to look at. */
const placesOf = ({ assets, zones }: Register): Geometry[] => [
  ...assets.map((asset) => asset.geometry),
  ...zones.flatMap((zone) => zone.geometry ?? []),
]

function* boxOfAll(places: readonly Geometry[]): Generator<void, Box | null> {
  let box: Box | null = null
  yield* paced(places, (place) => {
    const [west, south, east, north] = boxOf(place)
    box = box
      ? [Math.min(box[0], west), Math.min(box[1], south), Math.max(box[2], east), Math.max(box[3], north)]
      : [west, south, east, north]
  })
  return box
}
