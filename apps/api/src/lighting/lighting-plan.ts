import { type Micros, startOfLocalDay } from '@driftbild/core'
import {
  failureChance,
  type LampGroup,
  LightingFigure,
  lampGroups,
  lampOut,
  lampStock,
  lawFinder,
  lightingsANight,
  lightingTerms,
  monthlyFailures,
  planRelamping,
  type RelampingPlan,
  type Switching,
} from '@driftbild/models/lamp-life'
import { type Database, lightingFiguresOf, loadStateParts, stepsStamp } from '@driftbild/store'
import { inTurns } from '../in-turns.ts'
import type { Picture } from '../picture/picture.ts'

export interface LightingPlan {
  asOf: Micros
  plan: RelampingPlan
  stock: ReturnType<typeof lampStock>
  horizon: number
  /** Of each lamp, within thirty and ninety days. */
  chances: Map<string, { within30: number; within90: number }>
  /** Of each group, in each of twelve months. */
  months: Map<string, number[]>
}

const MONTHS = 12

interface Kept {
  /** Of what it was made of. */
  stamp: string
  plan: Promise<LightingPlan>
}

const ofPicture = new WeakMap<Picture, Kept>()

/**
 * What to change together and when. Made anew on another day, after the lamps' model stepped, and when the register or the
 * municipality's figures are others.
 */
export async function lightingPlanOf(
  picture: Picture,
  { db, now }: { db: Database; now: Micros },
): Promise<LightingPlan> {
  const terms = lightingTerms(await ownLightingFigures(db, picture.code))
  const stepped = await db.transaction({ municipality: picture.code, role: 'api' }, (tx) =>
    stepsStamp(tx, [lampOut.name]),
  )
  const stamp = JSON.stringify([startOfLocalDay(now, picture.municipality.zone), stepped, terms])
  const kept = ofPicture.get(picture)
  if (kept?.stamp === stamp) return kept.plan
  const plan = lightingsByCabinet(db, picture).then((lightings) =>
    inTurns(worked(picture, { terms, lightings, now })),
  )
  const fresh = { stamp, plan }
  ofPicture.set(picture, fresh)
  plan.catch(() => ofPicture.get(picture) === fresh && ofPicture.delete(picture))
  return plan
}

function* worked(
  picture: Picture,
  {
    terms,
    lightings,
    now,
  }: { terms: ReturnType<typeof lightingTerms>; lightings: ReadonlyMap<string, number>; now: Micros },
): Generator<void, LightingPlan> {
  const stock = lampStock(picture.register, (tag) => factsOf(picture, tag, lightings), now)
  yield
  const groups: LampGroup[] = []
  for (const group of lampGroups(stock, now, Math.max(1, Math.round(terms.horizon)))) {
    groups.push(group)
    yield
  }
  const laws = lawFinder(stock)
  const chances: LightingPlan['chances'] = new Map()
  const months: LightingPlan['months'] = new Map()
  for (const { id, lamps } of groups) {
    for (const lamp of lamps) {
      const chance = (days: number) => failureChance(lamp, laws(lamp), now, days)
      chances.set(lamp.tag, { within30: chance(30), within90: chance(90) })
    }
    months.set(id, monthlyFailures(stock, lamps, now, MONTHS))
    yield
  }
  return {
    asOf: now,
    plan: planRelamping(groups, stock, terms),
    stock,
    horizon: terms.horizon,
    chances,
    months,
  }
}

/** How often each cabinet lights its lamps in a usual night, as its meter showed. */
async function lightingsByCabinet(db: Database, { code }: Picture): Promise<Map<string, number>> {
  const { name: model, version } = lampOut
  const parts = await db.transaction({ municipality: code, role: 'api' }, (tx) =>
    loadStateParts(tx, { model, version, path: ['switching'] }),
  )
  return new Map(
    parts.flatMap(({ subject, part }) =>
      part === null ? [] : [[subject.tag, lightingsANight(part as Switching)] as const],
    ),
  )
}

/** What a luminaire last told of its warmth. Where nothing tells how often it is lit it is once a night. */
function factsOf(picture: Picture, tag: string, lightings: ReadonlyMap<string, number>) {
  const told = picture.signals.get(`${tag}/temperature`)?.latest
  const cabinet = String(picture.assets.get(tag)?.asset.attributes.cabinet)
  return {
    temperature: told?.quality === 'good' ? told.value : null,
    perNight: lightings.get(cabinet) ?? 1,
  }
}

/** What the municipality said itself; what no longer fits is passed over. */
export async function ownLightingFigures(db: Database, municipality: string): Promise<LightingFigure[]> {
  const saved = await db.transaction({ municipality, role: 'reader' }, lightingFiguresOf)
  return LightingFigure.array().safeParse(saved?.figures ?? []).data ?? []
}
