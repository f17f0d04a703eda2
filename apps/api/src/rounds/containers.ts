import { type DueRule, dueReason, formatTime, type Micros } from '@driftbild/core'
import { type Database, loadSettings, standingOfKind } from '@driftbild/store'
import type { RoundContainer } from '../contract/index.ts'
import { lookOf } from '../picture/asset-look.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'
import { lastEmptyings } from './emptyings.ts'

/** A prediction at least this likely sends a vehicle. */
const LIKELY = 0.5

interface RoundParts {
  db: Database
  picture: Picture
  sees: (watched: WatchedAsset) => boolean
  now: Micros
}

/** Every container that a person sees, with why it is due on a day. */
export async function roundContainers(
  { db, picture, sees, now }: RoundParts,
  { interval, until }: Pick<DueRule, 'interval' | 'until'>,
): Promise<RoundContainer[]> {
  const containers = [...picture.assets.values()].filter(
    (watched) => watched.asset.class === 'waste-container' && sees(watched),
  )
  // A day more than may pass: a fall shows only beside the day before it.
  const emptyings = await lastEmptyings(db, picture, containers, { now, days: interval + 1 })
  const { predictions, settings } = await db.transaction(
    { municipality: picture.code, role: 'reader' },
    async (tx) => ({
      predictions: await standingOfKind(tx, 'container-full'),
      settings: await loadSettings(tx),
    }),
  )
  const predicted = new Map(predictions.map(({ tag, probability, from }) => [tag, { probability, from }]))
  const rule: DueRule = { nearlyFull: settings.nearlyFull, probability: LIKELY, interval, until }
  return containers.map((watched) => {
    const { asset, position } = watched
    const state = {
      fill: lookOf(watched, (tag) => picture.assets.get(tag), now).fill ?? null,
      predicted: predicted.get(asset.tag) ?? null,
      emptiedAt: emptyings.emptiedAt.get(asset.tag) ?? null,
      heardSince: emptyings.heardSince.get(asset.tag) ?? null,
    }
    const { fraction, volume } = asset.attributes
    return {
      ...{ tag: asset.tag, name: asset.name, position, fraction: String(fraction ?? '') },
      volume: typeof volume === 'number' ? volume : null,
      fill: state.fill,
      predicted: state.predicted && { ...state.predicted, from: formatTime(state.predicted.from) },
      emptiedAt: state.emptiedAt === null ? null : formatTime(state.emptiedAt),
      due: dueReason(state, rule),
    }
  })
}
