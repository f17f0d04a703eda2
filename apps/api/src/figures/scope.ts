import { type Micros, type Role, type Service, systemFlows, type Zone } from '@driftbild/core'
import type { Sight } from '../http/sight.ts'
import type { Picture, WatchedAsset, WatchedSignal } from '../picture/picture.ts'

/** What figures are told of: one service, all of it or one zone of it, as far as somebody sees it. */
export interface Scope {
  picture: Picture
  service: Service
  zones: Zone[]
  assets: WatchedAsset[]
  /** What meters it against what lies outside. */
  flows: { inflow: string[]; outflow: string[] }
  /** By the data's clock. */
  now: Micros
  /** Two scopes of one name are told the same. */
  name: string
}

export function scopeOf(
  picture: Picture,
  sight: Sight,
  now: Micros,
  of: { service: Service } | { zone: Zone },
): Scope {
  const service = 'zone' in of ? of.zone.service : of.service
  const zones =
    'zone' in of ? [of.zone] : [...picture.zones.values()].filter((zone) => zone.service === service)
  const belongs = (watched: WatchedAsset) =>
    'zone' in of ? watched.asset.zone === of.zone.tag : watched.service === service
  return {
    picture,
    service,
    zones,
    assets: [...picture.assets.values()].filter((watched) => belongs(watched) && sight.asset(watched)),
    flows: systemFlows(zones),
    now,
    name: `${picture.code} ${'zone' in of ? `zone ${of.zone.tag}` : service} ${sight.name}`,
  }
}

/** Every signal of a role, each with its asset. */
export const signalsOf = (
  { assets }: Pick<Scope, 'assets'>,
  role: Role,
): { watched: WatchedAsset; signal: WatchedSignal }[] =>
  assets.flatMap((watched) =>
    watched.signals.filter(({ signal }) => signal.role === role).map((signal) => ({ watched, signal })),
  )

export const keysOf = (scope: Pick<Scope, 'assets'>, role: Role): string[] =>
  signalsOf(scope, role).map(({ signal }) => signal.signal.key)
