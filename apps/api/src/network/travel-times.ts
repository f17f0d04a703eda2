import { type Passage, type TravelTimes, whereFrom, whereTo } from '@driftbild/network'
import type { Tx } from '@driftbild/store'
import type { TravelPart, TravelView } from '../contract/index.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'
import { nearestStreet } from './nearest-street.ts'
import { networkOf } from './networks.ts'
import type { WaterFlows } from './water-flows.ts'

/** What the drawing and the sharing out leave unsaid: hours are given so much shorter and longer. */
const SHORTER = 0.75
const LONGER = 1.35
/** Pipes and customers in an answer, the weightiest first. */
const MOST = 400
/** Share of the water below which nobody is told of it. */
const WORTH_TELLING = 0.02

/** The place of the network at which an asset stands; null for one that stands in none. */
export function placeOf(picture: Picture, tag: string): string | null {
  const where = networkOf(picture).water.standing.get(tag)
  if (!where) return null
  if ('place' in where) return where.place
  const pipe = picture.assets.get(where.pipe)
  return pipe ? String(pipe.asset.attributes.to) : null
}

/** Its sources not yet called after streets. */
export type Travels = Omit<TravelView, 'at' | 'back'> & {
  back: { pipes: TravelPart[]; sources: TravelPart[] }
}

/** Where the water at a place was before, and who gets it next. `see` gives an asset as far as the person may see it. */
export function travelTimes(
  picture: Picture,
  flows: WaterFlows,
  place: string,
  see: (tag: string) => WatchedAsset | undefined,
): Travels {
  const { basis, metered, links } = flows
  const [before, after] = [whereFrom(links, place), whereTo(links, place)]
  return {
    ...{ basis, metered },
    back: { pipes: pipesOf(before, see), sources: sourcesOf(picture, before, see) },
    ahead: { pipes: pipesOf(after, see), customers: customersOf(picture, after, see) },
  }
}

const pipesOf = ({ links }: TravelTimes, see: (tag: string) => WatchedAsset | undefined): TravelPart[] =>
  [...links]
    .flatMap(([tag, passage]) => partOf(see(tag), passage))
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST)

function partOf(watched: WatchedAsset | undefined, { share, hours }: Passage): TravelPart[] {
  if (!watched || share < WORTH_TELLING) return []
  const round = (value: number) => Math.round(value * 100) / 100
  return [
    {
      ...{ asset: watched.asset.tag, name: watched.asset.name, share: round(share) },
      hours: { from: round(hours.from * SHORTER), likely: round(hours.likely), to: round(hours.to * LONGER) },
    },
  ]
}

/** Works and tanks that the water came from. */
function sourcesOf(
  picture: Picture,
  { places }: TravelTimes,
  see: (tag: string) => WatchedAsset | undefined,
): TravelPart[] {
  const { water } = networkOf(picture)
  return [...water.feeds]
    .flatMap((name) => {
      const passage = places.get(name)
      const [place] = water.net.places.get(name) ?? []
      if (!passage || place === undefined) return []
      const tag = water.at(place).find((one) => isWorks(see(one)))
      return partOf(see(tag ?? name), passage)
    })
    .sort((a, b) => b.share - a.share)
}

const isWorks = (watched: WatchedAsset | undefined): boolean =>
  watched?.asset.class === 'waterworks' || watched?.asset.class === 'reservoir'

/** A source at which no works stands is a junction, whose tag says nothing to anybody: it is told with its street. */
export async function withStreets(
  tx: Tx,
  picture: Picture,
  sources: readonly TravelPart[],
): Promise<TravelView['back']['sources']> {
  const told: TravelView['back']['sources'] = []
  for (const part of sources) {
    const watched = picture.assets.get(part.asset)
    const street = watched && !isWorks(watched) ? await nearestStreet(tx, watched.position) : null
    told.push({ ...part, street })
  }
  return told
}

/** Connections in the order in which people should be told: the sensitive ones first, then who gets it first. */
function customersOf(
  picture: Picture,
  { places, links }: TravelTimes,
  see: (tag: string) => WatchedAsset | undefined,
): TravelView['ahead']['customers'] {
  const { standing } = networkOf(picture).water
  return [...standing]
    .flatMap(([tag, where]) => {
      const watched = picture.assets.get(tag)
      if (watched?.asset.class !== 'connection') return []
      const passage = 'place' in where ? places.get(where.place) : links.get(where.pipe)
      const { customers, sensitive } = watched.asset.attributes as { customers?: number; sensitive?: string }
      return passage
        ? partOf(see(tag), passage).map((part) => ({
            ...part,
            ...{ customers: customers ?? 0, sensitive: sensitive ?? null },
          }))
        : []
    })
    .sort(
      (a, b) =>
        Number(b.sensitive !== null) - Number(a.sensitive !== null) || a.hours.likely - b.hours.likely,
    )
    .slice(0, MOST)
}
