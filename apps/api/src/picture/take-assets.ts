import { type Asset, tagOf } from '@driftbild/core'
import { assetsByTag, changesIn, type Database } from '@driftbild/store'
import { paced } from '../in-turns.ts'
import { makePicture, type Picture } from './picture.ts'

/** Assets in one short transaction. */
const PAGE = 150

/** What the assets of these sets of changes are now; null where one is gone. */
export async function changedAssets(
  db: Database,
  municipality: string,
  sets: Iterable<string>,
): Promise<Map<string, Asset | null>> {
  const changed = new Map<string, Asset | null>()
  for (const set of sets) {
    for (let after = ''; ; ) {
      const tags = await db.transaction({ municipality, role: 'reader' }, async (tx) => {
        const page = (await changesIn(tx, set, { after, limit: PAGE })).map(tagOf)
        for (const tag of page) changed.set(tag, null)
        for (const asset of await assetsByTag(tx, page)) changed.set(asset.tag, asset)
        return page
      })
      const last = tags.at(-1)
      if (last === undefined) break
      after = last
    }
  }
  return changed
}

/** In turns: the picture with these assets as they are now; what is known of all others is carried over. */
export function* withAssets(
  picture: Picture,
  changed: ReadonlyMap<string, Asset | null>,
): Generator<void, Picture> {
  const { register } = picture
  const known = register.assets.filter(({ tag }) => !changed.has(tag))
  const now = [...changed.values()].filter((asset) => asset !== null)
  // The register is in order of tags, as the database gives it.
  const assets = [...known, ...now].sort((a, b) => (a.tag < b.tag ? -1 : 1))
  const next = yield* makePicture({ ...register, assets })
  next.newest = picture.newest
  next.watchedSince = picture.watchedSince
  next.suspicion = picture.suspicion
  next.silences = picture.silences
  yield* paced(next.signals, ([key, signal]) => {
    const before = picture.signals.get(key)
    if (before) Object.assign(signal, { latest: before.latest, silent: before.silent, stale: before.stale })
  })
  yield* paced(next.assets, ([tag, watched]) => {
    const before = picture.assets.get(tag)
    if (!before) return
    const { asset: _, service: __, position: ___, signals: ____, ...facts } = before
    Object.assign(watched, facts)
  })
  return next
}
