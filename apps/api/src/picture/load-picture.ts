import type { Kommunkod, Micros } from '@driftbild/core'
import { type Database, loadBaseMap, loadRegister } from '@driftbild/store'
import { inTurns, paced } from '../in-turns.ts'
import { type NamedPlace, namedPlaces } from '../search/municipality-search.ts'
import { type BaseMap, baseMap } from '../tiles/base-map.ts'
import { dataNow } from './data-clock.ts'
import { type FactReader, readLatest } from './known-facts.ts'
import { judgeAsset, makePicture, type Picture } from './picture.ts'

export interface LoadedPicture {
  picture: Picture
  base: BaseMap
  places: NamedPlace[]
}

/** Signals whose newest readings are read in one transaction. */
const SIGNALS_AT_ONCE = 2_000

/** Reads all that is known of a municipality; neither the engine nor this process is held for long. */
export async function loadPicture(
  db: Database,
  code: Kommunkod,
  readers: readonly FactReader[],
  now: () => Micros,
): Promise<LoadedPicture> {
  const scope = { municipality: code, role: 'api' } as const
  const picture = await inTurns(makePicture(await loadRegister(db, code)))
  const features = await db.transaction(scope, (tx) => loadBaseMap(tx))
  const keys = [...picture.signals.keys()]
  for (let i = 0; i < keys.length; i += SIGNALS_AT_ONCE) {
    await db.transaction(scope, (tx) => readLatest(tx, picture, keys.slice(i, i + SIGNALS_AT_ONCE)))
  }
  for (const read of readers) await db.transaction(scope, (tx) => read(tx, picture))
  await judgeAll(picture, now)
  return { picture, base: baseMap(features), places: namedPlaces(features) }
}

/** Works out every asset's state anew. */
export function judgeAll(picture: Picture, now: () => Micros): Promise<void> {
  const at = { now: now(), dataNow: dataNow(picture, now()) }
  return inTurns(paced(picture.assets.values(), (watched) => judgeAsset(picture, watched, at)))
}
