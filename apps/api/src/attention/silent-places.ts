import type { Micros, Service } from '@driftbild/core'
import type { Picture, WatchedAsset } from '../picture/picture.ts'
import { silentTogether } from './silent-together.ts'

export interface SilentPlace {
  name: string
  asset: string
  service: Service
  assets: number
  signals: number
  since: Micros | null
  /** All that fell silent with one thing that they report through, in several places; none where a place is silent by itself. */
  together: { tag: string; name: string }[]
}

/** What should report and doesn't: a site's devices, as a rule, fall silent together. */
export function silentPlaces(picture: Picture, concerns: (tag: string) => boolean): SilentPlace[] {
  const siteNames = new Map(picture.register.sites.map(({ tag, name }) => [tag, name]))
  const silent = [...picture.assets.values()].filter(
    (watched) => watched.signals.some(isQuiet) && concerns(watched.asset.tag),
  )
  const shared = silentTogether(picture)
  const places = Map.groupBy(
    silent,
    ({ asset, service }) => `${service} ${shared.get(asset.tag)?.id ?? asset.site ?? asset.tag}`,
  )
  return [...places.values()].map((assets) => {
    const [first] = assets as [WatchedAsset, ...WatchedAsset[]]
    const quiet = assets.flatMap(({ signals }) => signals.filter(isQuiet))
    const heard = quiet.flatMap(({ latest }) => latest?.countsAt ?? [])
    const { site, name, tag } = first.asset
    return {
      name: (site !== null && siteNames.get(site)) || name,
      asset: tag,
      service: first.service,
      assets: assets.length,
      signals: quiet.length,
      since: heard.length === 0 ? null : Math.min(...heard),
      together: shared.has(tag) ? assets.map(({ asset }) => ({ tag: asset.tag, name: asset.name })) : [],
    }
  })
}

export const isQuiet = ({ silent, stale, latest }: WatchedAsset['signals'][number]): boolean =>
  silent || (stale && latest?.quality !== 'bad')
