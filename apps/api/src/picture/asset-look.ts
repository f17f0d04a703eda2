import { type LampLook, lampLook, type Micros, type Role, sunElevation } from '@driftbild/core'
import type { WatchedAsset } from './picture.ts'

/** What a marker and a list show of an asset's readings. */
export interface AssetLook {
  /** Of a container, 0 to 1. */
  fill?: number
  lamp?: LampLook
}

/** Signals from which a look follows. */
export const lookRoles: ReadonlySet<Role> = new Set([
  'fill',
  'contactor-closed',
  'lamp-failure',
  'gear-failure',
])

/** `find` gives an asset as it is, or was, at the moment `at`. */
export function lookOf(
  watched: WatchedAsset,
  find: (tag: string) => WatchedAsset | undefined,
  at: Micros,
): AssetLook {
  if (watched.asset.class === 'waste-container') {
    const fill = standing(watched, 'fill')
    return fill === null ? {} : { fill: Math.min(1, Math.max(0, fill)) }
  }
  if (watched.asset.class !== 'luminaire') return {}
  const cabinet = find(String(watched.asset.attributes.cabinet))
  const fed = cabinet ? standing(cabinet, 'contactor-closed') : null
  if (fed === null) return {}
  const failures = [standing(watched, 'lamp-failure'), standing(watched, 'gear-failure')].filter(
    (flag) => flag !== null,
  )
  const failed = failures.length === 0 ? null : failures.some((flag) => flag === 1)
  return { lamp: lampLook({ fed: fed === 1, failed, sun: sunElevation(at, watched.position) }) }
}

/** What stands, not what once was. */
function standing({ signals }: WatchedAsset, role: Role): number | null {
  const found = signals.find(({ signal }) => signal.role === role)
  return !found || found.stale ? null : (found.latest?.value ?? null)
}
