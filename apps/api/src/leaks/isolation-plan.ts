import { positionsOf, type ValveCondition } from '@driftbild/core'
import { type Isolation, type IsolationWay, isolator, targetOf } from '@driftbild/network'
import type { IsolationPlan, IsolationView } from '../contract/index.ts'
import { type ShutOff, shutOffOf, valveState } from '../network/shut-off.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'

export interface IsolationRequest {
  /** Tags of pipes that are to be without water together. */
  pipes: readonly string[]
  way: IsolationWay
  conditions: ReadonlyMap<string, { condition: ValveCondition }>
  /** Valves that are not counted on, whatever is known of them. */
  unsure?: ReadonlySet<string>
  /** Whether an asset may be told of. */
  sees: (watched: WatchedAsset) => boolean
}

/** Of the nearest so many it is said what helps where one is stuck: a plan of more is none that anybody carries out. */
const MOST_ALTERNATIVES = 12

/** Which valves to close, with what to do where one of them can't be. */
export function isolationPlan(picture: Picture, request: IsolationRequest): IsolationView {
  const shutOff = shutOffOf(picture)
  const { net } = shutOff
  const { pipes, way, conditions, unsure = new Set<string>(), sees } = request
  const target = targetOf(
    net,
    pipes.map((pipe) => ({ pipe })),
  )
  const cut = isolator(net, valveState(picture, conditions, unsure))
  const found = cut(target, way)
  const named = (tag: string) => namedPlace(picture, tag)
  const passed = found.passed.map((tag) => ({
    ...named(tag),
    condition: conditions.get(tag)?.condition ?? null,
  }))
  const asked = pipes.map((pipe) => positionsOf(picture.assets.get(pipe)!.asset.geometry))
  if ('sources' in found) return { ...nothing(pipes, way), passed, lines: { asked, within: [], behind: [] } }
  const [within, behind] = [new Set(found.within), new Set(found.behind)]
  const connections = hangingIn(shutOff, 'connection', within, behind, sees).map(({ watched, part }) => ({
    ...named(watched.asset.tag),
    ...{ customers: customersOf(watched), part },
    sensitive: (watched.asset.attributes.sensitive as string | undefined) ?? null,
  }))
  const customers = (part: 'within' | 'behind') =>
    sum(connections.map((one) => (one.part === part ? one.customers : 0)))
  return {
    ...{ pipes: [...pipes], way, possible: true, passed },
    close: found.close.map(({ valve, metres }, i) => {
      if (i >= MOST_ALTERNATIVES) return { ...named(valve), metres }
      const other = cut(target, way, new Set([valve]))
      return { ...named(valve), metres, instead: 'sources' in other ? null : insteadOf(shutOff, other, sees) }
    }),
    feeds: found.feeds.map(named),
    reopen: found.close.map(({ valve }) => valve).reverse(),
    metres: { within: metresIn(shutOff, within), behind: metresIn(shutOff, behind) },
    customers: { within: customers('within'), behind: customers('behind') },
    connections: connections.toSorted(
      (a, b) => Number(b.sensitive !== null) - Number(a.sensitive !== null) || b.customers - a.customers,
    ),
    hydrants: hangingIn(shutOff, 'hydrant', within, behind, sees).map(({ watched, part }) => ({
      ...named(watched.asset.tag),
      part,
    })),
    lines: { asked, within: shutOff.linesOf(within), behind: shutOff.linesOf(behind) },
  }
}

/** A plan as it is taken along: a phone draws no lines of it. */
export function withoutLines({ lines: _, ...plan }: IsolationView): IsolationPlan {
  return plan
}

function insteadOf(shutOff: ShutOff, { close, within, behind }: Isolation, sees: IsolationRequest['sees']) {
  const dry = hangingIn(shutOff, 'connection', new Set(within), new Set(behind), sees)
  return {
    close: close.map(({ valve }) => valve),
    customers: sum(dry.map(({ watched }) => customersOf(watched))),
  }
}

const nothing = (pipes: readonly string[], way: IsolationWay): IsolationPlan => ({
  ...{ pipes: [...pipes], way, possible: false, close: [], passed: [], feeds: [], reopen: [] },
  ...{ metres: { within: 0, behind: 0 }, customers: { within: 0, behind: 0 }, connections: [], hydrants: [] },
})

/** What hangs on shut segments; it is without water when all around it are. */
function hangingIn(
  { hangingOn }: ShutOff,
  of: 'connection' | 'hydrant',
  within: ReadonlySet<number>,
  behind: ReadonlySet<number>,
  sees: IsolationRequest['sees'],
): { watched: WatchedAsset; part: 'within' | 'behind' }[] {
  const found = new Map<string, { watched: WatchedAsset; part: 'within' | 'behind' }>()
  for (const segment of [...within, ...behind]) {
    for (const { watched, segments } of hangingOn(segment)) {
      if (watched.asset.class !== of || !sees(watched)) continue
      if (!segments.every((one) => within.has(one) || behind.has(one))) continue
      const part = segments.some((one) => within.has(one)) ? 'within' : 'behind'
      found.set(watched.asset.tag, { watched, part })
    }
  }
  return [...found.values()].sort((a, b) => (a.watched.asset.tag < b.watched.asset.tag ? -1 : 1))
}

export function namedPlace(picture: Picture, tag: string) {
  const { asset, position } = picture.assets.get(tag)!
  return { tag, name: asset.name, position }
}

const customersOf = ({ asset }: WatchedAsset): number => Number(asset.attributes.customers ?? 0)
const metresIn = ({ net }: ShutOff, segments: ReadonlySet<number>): number =>
  Math.round(sum([...segments].map((one) => net.segments[one]!.metres)))
const sum = (numbers: readonly number[]): number => numbers.reduce((so, one) => so + one, 0)
