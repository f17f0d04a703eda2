import {
  DAY,
  type Installation,
  type Item,
  type LightSource,
  lightSources,
  type Micros,
  type Register,
} from '@driftbild/core'
import { median } from '../common/statistics.ts'
import { medianOf, type WeibullLaw } from '../common/weibull.ts'
import { burnHours } from './burn-hours.ts'
import { fitWeibull, type Life, type LifeLaw } from './fit-weibull.ts'
import { lampPrior } from './lamp-priors.ts'
import { MAIN_ROAD_POLE } from './lighting-figures.ts'

/** What is known of a position beyond the register. */
export interface LampFacts {
  /** °C when it was last asked at night; null where it tells none. */
  temperature: number | null
  /** Switchings for each night that it burns. */
  perNight: number
}

/** A luminaire as it sits there now. */
export interface Lamp {
  tag: string
  name: string
  cabinet: string
  source: LightSource
  /** Whether it hangs over a main road, as far as its pole tells. */
  isMain: boolean
  /** Burn hours behind it. */
  age: number
  batch: string | null
  covariates: readonly number[]
  position: readonly [number, number]
}

export interface FittedType {
  source: LightSource
  law: LifeLaw
  /** Hours that all of its units have burnt. */
  burnt: number
  /** The batches that the law has an effect of, in its order after the others. */
  batches: readonly string[]
}

export interface LampStock {
  lamps: Lamp[]
  types: FittedType[]
}

/** Lamps of one cabinet that left within so long, when they were most of it, were changed together, not broken. */
const TOGETHER = 60 * DAY
const MOST = 0.5

/** Every lamp that burns, and a law for each type from all that have burnt. */
export function lampStock(
  register: Pick<Register, 'assets' | 'items' | 'installations'>,
  facts: (tag: string) => LampFacts,
  now: Micros,
): LampStock {
  const luminaires = register.assets.filter((a) => a.class === 'luminaire' && a.geometry?.type === 'Point')
  const byAsset = Map.groupBy(register.installations, (i) => i.asset)
  const items = new Map(register.items.map((i) => [nameOf(i), i]))
  const usual = usualTemperatures(luminaires, facts)
  const known = luminaires.flatMap((asset) => {
    const { cabinet, lightSource, poleHeight } = asset.attributes as {
      cabinet: string
      lightSource: LightSource
      poleHeight?: number
    }
    const { temperature, perNight } = facts(asset.tag)
    const peers = usual.get(lightSource) ?? null
    const warmer = temperature === null || peers === null ? 0 : temperature - peers
    return [
      {
        ...{ tag: asset.tag, name: asset.name, cabinet, source: lightSource },
        isMain: (poleHeight ?? 0) >= MAIN_ROAD_POLE,
        covariates: [warmer, Math.log2(perNight)],
        position: (asset.geometry as { coordinates: [number, number] }).coordinates,
        stays: byAsset.get(asset.tag) ?? [],
        built: asset.builtYear,
      },
    ]
  })
  const planned = changedTogether(known)
  const types = lightSources.flatMap((source): FittedType[] => {
    const own = known.filter((one) => one.source === source)
    return own.length === 0 ? [] : [fitType(source, own, { items, planned, now })]
  })
  const lamps = known.flatMap(({ stays, built, ...one }): Lamp[] => {
    const current = stays.find((s) => s.to === null)
    // Where no unit is on record the position's year stands for it.
    const since = current?.from ?? (built === null ? null : midsummer(built))
    if (since === null) return []
    const batch = current ? (items.get(nameOf(current))?.batch ?? null) : null
    return [{ ...one, age: burnHours(one.position, since, now), batch }]
  })
  return { lamps, types }
}

/** The law of one lamp: its type's, made shorter or longer by what is known of it. */
export function lawOf({ law, batches }: FittedType, lamp: Pick<Lamp, 'covariates' | 'batch'>): WeibullLaw {
  const place = lamp.batch === null ? -1 : batches.indexOf(lamp.batch)
  const effect = lamp.covariates.reduce((sum, v, i) => sum + v * law.effects[i]!, 0)
  const ofBatch = place < 0 ? 0 : law.effects[lamp.covariates.length + place]!
  return { scale: law.scale * Math.exp(-(effect + ofBatch) / law.shape), shape: law.shape }
}

/** Burn hours until half of a type have failed, as warm and as often switched as usual. */
export const medianLife = ({ law }: FittedType): number => medianOf(law)

interface Known extends Omit<Lamp, 'age' | 'batch'> {
  stays: readonly Installation[]
  built: number | null
}

function fitType(
  source: LightSource,
  own: readonly Known[],
  {
    items,
    planned,
    now,
  }: { items: ReadonlyMap<string, Item>; planned: ReadonlySet<Installation>; now: Micros },
): FittedType {
  const batchOf = (stay: Installation) => items.get(nameOf(stay))?.batch ?? null
  const batches = [...new Set(own.flatMap((one) => one.stays.map(batchOf)))]
    .filter((batch) => batch !== null)
    .toSorted()
  const lives = own.flatMap((one) =>
    one.stays.map((stay): Life => {
      const batch = batchOf(stay)
      return {
        entry: 0,
        exit: burnHours(one.position, stay.from, stay.to ?? now),
        failed: stay.to !== null && !planned.has(stay),
        covariates: [...one.covariates, ...batches.map((b) => (b === batch ? 1 : 0))],
      }
    }),
  )
  const burnt = lives.reduce((sum, life) => sum + life.exit, 0)
  return { source, batches, burnt, law: fitWeibull(lives, lampPrior(source, batches.length)) }
}

const midsummer = (year: number): Micros => Date.UTC(year, 6, 1) * 1000

const nameOf = ({ make, serial }: { make: string; serial: string }): string => `${make} ${serial}`

/** The middle of each type's lamps: how warm a night was is the same for all. */
function usualTemperatures(
  luminaires: readonly { tag: string; attributes: Record<string, unknown> }[],
  facts: (tag: string) => LampFacts,
): Map<string, number | null> {
  const byType = Map.groupBy(luminaires, (a) => String(a.attributes.lightSource))
  return new Map(
    [...byType].map(([source, all]) => [source, median(all.flatMap((a) => facts(a.tag).temperature ?? []))]),
  )
}

function changedTogether(known: readonly Known[]): Set<Installation> {
  const planned = new Set<Installation>()
  for (const ofCabinet of Map.groupBy(known, (one) => one.cabinet).values()) {
    const ended = ofCabinet.flatMap((one) => one.stays.filter((s) => s.to !== null))
    ended.sort((a, b) => a.to! - b.to!)
    for (let first = 0, last = 0; first < ended.length; first++) {
      while (last < ended.length && ended[last]!.to! - ended[first]!.to! <= TOGETHER) last++
      if (last - first < Math.max(5, MOST * ofCabinet.length)) continue
      for (const stay of ended.slice(first, last)) planned.add(stay)
    }
  }
  return planned
}
