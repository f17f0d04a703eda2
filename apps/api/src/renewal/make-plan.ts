import { formatTime, type Micros, mayDo } from '@driftbild/core'
import {
  type Condition,
  figureFinder,
  figuresWith,
  planRenewal,
  RenewalFigure,
  type RenewalPlan,
  renewalAsset,
} from '@driftbild/models/renewal'
import { conditionsNow, type Database, renewalFigures } from '@driftbild/store'
import type { Person } from '../auth/people.ts'
import type { RenewalScenario } from '../contract/index.ts'
import { selectAssets } from '../exports/select-assets.ts'
import { sightOf } from '../http/sight.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'

export interface MadePlan {
  plan: RenewalPlan
  assets: WatchedAsset[]
  worth: number
  assumed: number
}

interface PlanParts {
  db: Database
  picture: Picture
  person: Person
  now: Micros
}

/** A plan over what a person may plan for, by the municipality's figures as they are now. */
export async function makePlan(
  { years, budget, considerFrom, ...selection }: RenewalScenario,
  { db, picture, person, now }: PlanParts,
): Promise<MadePlan> {
  const municipality = picture.code
  const sight = sightOf(person, picture)
  const assets = selectAssets(
    picture,
    selection,
    (watched) =>
      sight.asset(watched) && mayDo(person.memberships, 'plan-renewal', municipality, watched.service),
  )
  const find = figureFinder(figuresWith(await ownFigures(db, municipality)))
  const conditions = await conditionsOf(db, municipality)
  const year = Number(formatTime(now).slice(0, 4))
  const counted = assets.map(({ asset }) =>
    renewalAsset(asset, { find, condition: conditions.get(asset.tag) ?? null, year }),
  )
  const steps = planRenewal(counted, { from: year, years, budget, considerFrom })
  for (;;) {
    const { done, value } = steps.next()
    if (done) {
      const worth = counted.reduce((sum, { cost }) => sum + cost, 0)
      return { plan: value, assets, worth, assumed: counted.filter((one) => one.from === 'assumed').length }
    }
    await new Promise(setImmediate)
  }
}

/** What the municipality said itself; what no longer fits is passed over. */
export async function ownFigures(db: Database, municipality: string): Promise<RenewalFigure[]> {
  const saved = await db.transaction({ municipality, role: 'reader' }, renewalFigures)
  return RenewalFigure.array().safeParse(saved?.figures ?? []).data ?? []
}

async function conditionsOf(db: Database, municipality: string): Promise<Map<string, Condition>> {
  const conditions = new Map<string, Condition>()
  for (let after = ''; ; ) {
    const page = await db.transaction({ municipality, role: 'reader' }, (tx) => conditionsNow(tx, { after }))
    for (const { asset, grade, at } of page) {
      conditions.set(asset, { grade, year: Number(formatTime(at).slice(0, 4)) })
    }
    const last = page.at(-1)
    if (!last) return conditions
    after = last.asset
  }
}
