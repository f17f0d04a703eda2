import { type AlarmGroup, formatTime, type GroupedSilence, groupAlarms, type Relation } from '@driftbild/core'
import { type AlarmRow, alarmsApart, type Tx } from '@driftbild/store'
import { isQuiet } from '../attention/silent-places.ts'
import type { AlarmGroupView, AlarmView } from '../contract/index.ts'
import type { Picture } from '../picture/picture.ts'

interface Silenced extends GroupedSilence {
  asset: string
  name: string
}

/** Active alarms in groups by what caused them. */
export async function groupActive(
  tx: Tx,
  picture: Picture,
  alarms: readonly AlarmRow[],
): Promise<AlarmGroup<Silenced>[]> {
  const apart = await alarmsApart(tx)
  const upstream = upstreamIn(picture)
  return groupAlarms(
    alarms.map(({ id, asset, rule, raisedAt }) => {
      const known = picture.assets.get(asset)?.asset
      return { id, asset, site: known?.site ?? null, zone: known?.zone ?? null, mode: rule.mode, raisedAt }
    }),
    { upstream, silences: silencesIn(picture, upstream), apart },
  )
}

export function viewGroups(
  groups: readonly AlarmGroup<Silenced>[],
  view: (id: string) => AlarmView,
): AlarmGroupView[] {
  return groups.map(({ cause, followers }) => ({
    cause:
      cause.type === 'alarm'
        ? { type: 'alarm', alarm: view(cause.alarm) }
        : {
            type: 'silence',
            asset: cause.silence.asset,
            name: cause.silence.name,
            since: formatTime(cause.silence.since),
          },
    followers: followers.map(({ alarm, rule }) => ({ alarm: view(alarm), rule })),
  }))
}

/** Assets of which nothing is heard any more, with what depends on them. */
function silencesIn(picture: Picture, upstream: (asset: string) => ReadonlySet<string>): Silenced[] {
  const quiet = [...picture.assets.values()].filter(
    ({ signals }) => signals.length > 0 && signals.every(isQuiet) && signals.some(({ latest }) => latest),
  )
  const tags = new Set(quiet.map(({ asset }) => asset.tag))
  return quiet.map(({ asset: { tag, name, site }, signals }) => ({
    ...{ asset: tag, name },
    since: Math.min(...signals.flatMap(({ latest }) => latest?.countsAt ?? [])),
    // What is silent itself raises nothing.
    concerns: (other) =>
      !tags.has(other) &&
      ((site !== null && picture.assets.get(other)?.asset.site === site) || upstream(other).has(tag)),
  }))
}

/** As far up as anything in a network matters to somebody who looks for a cause. */
const STEPS_UP = 20

function upstreamIn({ register }: Picture): (asset: string) => ReadonlySet<string> {
  const above = Map.groupBy(register.relations, ({ to }: Relation) => to)
  const known = new Map<string, Set<string>>()
  return (asset) => {
    const before = known.get(asset)
    if (before) return before
    const found = new Set<string>()
    let edge = [asset]
    for (let step = 0; step < STEPS_UP && edge.length > 0; step++) {
      edge = edge
        .flatMap((tag) => above.get(tag) ?? [])
        .map(({ from }) => from)
        .filter((tag) => tag !== asset && !found.has(tag))
      for (const tag of edge) found.add(tag)
    }
    known.set(asset, found)
    return found
  }
}
