import { formatTime } from '@driftbild/core'
import { type Course, type GroupPlan, lampPriors, medianLife, savingOf } from '@driftbild/models/lamp-life'
import type { LampGroupOrder } from '@driftbild/store'
import type { CourseView, LampGroupView, LightingPlanView } from '../contract/index.ts'
import type { Picture } from '../picture/picture.ts'
import type { LightingPlan } from './lighting-plan.ts'

/** Of the likeliest to fail, so many are shown. */
const MOST_LIKELY = 40

export function viewLightingPlan(
  made: LightingPlan,
  { picture, orders }: { picture: Picture; orders: readonly LampGroupOrder[] },
): LightingPlanView {
  const { asOf, plan, stock, horizon, chances, months } = made
  const byGroup = new Map(orders.map(({ group, ...order }) => [group, order]))
  const all = [...months.values()]
  return {
    asOf: formatTime(asOf),
    horizon: Math.round(horizon),
    types: stock.types.map((type) => ({
      ...{ source: type.source, lives: type.law.lives, failures: type.law.failures },
      ...{ shape: type.law.shape, median: medianLife(type), prior: lampPriors[type.source].source },
    })),
    months: (all[0] ?? []).map((_, m) => all.reduce((sum, one) => sum + one[m]!, 0)),
    onFailure: viewCourse(plan.onFailure),
    planned: viewCourse(plan.planned),
    fixed: plan.fixed && { share: plan.fixed.share, course: viewCourse(plan.fixed.course) },
    groups: plan.groups.map((one) =>
      viewGroup(one, { made, picture, order: byGroup.get(one.group.id) ?? null }),
    ),
    likeliest: stock.lamps
      .map(({ tag, name, source, age }) => ({ tag, name, source, age, ...chances.get(tag)! }))
      .toSorted((a, b) => b.within90 - a.within90 || (a.tag < b.tag ? -1 : 1))
      .slice(0, MOST_LIKELY),
  }
}

function viewGroup(
  one: GroupPlan,
  {
    made: { chances, months },
    picture,
    order,
  }: { made: LightingPlan; picture: Picture; order: LampGroupView['order'] },
): LampGroupView {
  const { group } = one
  const sum = (of: 'within30' | 'within90') =>
    group.lamps.reduce((total, lamp) => total + chances.get(lamp.tag)![of], 0)
  const { id, cabinet, street, source } = group
  return {
    ...{ id, cabinet, street, source, order },
    cabinetName: picture.assets.get(cabinet)?.asset.name ?? cabinet,
    lamps: group.lamps.length,
    meanAge: group.lamps.reduce((total, lamp) => total + lamp.age, 0) / group.lamps.length,
    // A good batch has more left than a new lamp is expected to have.
    lifeLeft: Math.min(1, group.leftNow),
    ...{ within30: sum('within30'), within90: sum('within90'), months: months.get(id)! },
    ...{ year: one.year, saving: savingOf(one) },
    ...{ onFailure: viewCourse(one.onFailure), now: viewCourse(one.now), best: viewCourse(one.best) },
  }
}

const viewCourse = ({ cost, failures, changed, darkHours, crewHours }: Course): CourseView => ({
  ...{ cost, failures, changed, darkHours, crewHours },
})
