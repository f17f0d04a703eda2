import type { RenewalAsset } from './renewal-asset.ts'
import { failureWithinYear } from './survival.ts'

export interface RenewalTerms {
  /** The first year of the plan. */
  from: number
  years: number
  /** SEK a year. */
  budget: number
  /** Share of its life that an asset must have behind it before it is thought of. */
  considerFrom: number
}

export interface RenewalYear {
  year: number
  replaced: number
  /** SEK. */
  spent: number
  /** Older than their life and not replaced by the end of the year: how many, and what they would cost. */
  overdue: number
  backlog: number
  /** Expected SEK a year of what may fail, at the end of the year. */
  risk: number
}

export interface Replacement {
  tag: string
  year: number
  cost: number
  /** Years behind it, and the life that it was expected to have. */
  age: number
  life: number
  /** How likely it was to fail within the year. */
  probability: number
  /** Expected SEK that the year's failure would have cost. */
  risk: number
  from: RenewalAsset['from']
}

export interface RenewalPlan {
  years: RenewalYear[]
  /** In the order in which they are made. */
  replacements: Replacement[]
}

interface Standing {
  asset: RenewalAsset
  age: number
  life: number
}

/**
 * What to replace when: each year those first that take away most expected cost of failure for each krona, as far as
 * the budget goes. What a year leaves is kept for the next; what is dearer than a year's budget begins when it is
 * first in line and is paid by the years that follow. The same assets and terms give the same plan; equals go by tag.
 * Yields after each year, so that others get their turn.
 */
export function* planRenewal(
  assets: readonly RenewalAsset[],
  { from, years, budget, considerFrom }: RenewalTerms,
): Generator<number, RenewalPlan> {
  const standing = assets.map((asset): Standing => ({ asset, age: asset.age, life: asset.life }))
  const plan: RenewalPlan = { years: [], replacements: [] }
  let purse = 0
  for (let year = from; year < from + years; year++) {
    purse += budget
    let [replaced, spent] = [0, 0]
    for (const { one, probability, risk } of inLine(standing, considerFrom)) {
      if (purse <= 0) break
      const { tag, cost, lifeAnew, from: why } = one.asset
      // Dearer than what is there: only if a whole year's money is, and nothing else was first.
      if (cost > purse && !(cost > budget && spent === 0)) continue
      purse -= cost
      spent += cost
      replaced++
      plan.replacements.push({ tag, year, cost, age: one.age, life: one.life, probability, risk, from: why })
      one.age = 0
      one.life = lifeAnew
    }
    // Saved money has its use, but no plan lives on money of decades.
    purse = Math.min(purse, 2 * budget)
    let [overdue, backlog, risk] = [0, 0, 0]
    for (const one of standing) {
      if (one.age > one.life) {
        overdue++
        backlog += one.asset.cost
      }
      risk += failureWithinYear(one.age, one.life) * one.asset.consequence
      one.age++
    }
    plan.years.push({ year, replaced, spent, overdue, backlog, risk })
    yield year
  }
  return plan
}

/** Those that may be thought of, worth most for a krona first. */
function inLine(standing: readonly Standing[], considerFrom: number) {
  return standing
    .filter(({ age, life, asset }) => age >= considerFrom * life && asset.cost > 0)
    .map((one) => {
      const probability = failureWithinYear(one.age, one.life)
      const risk = probability * one.asset.consequence
      return { one, probability, risk, worth: risk / one.asset.cost }
    })
    .sort((a, b) => b.worth - a.worth || (a.one.asset.tag < b.one.asset.tag ? -1 : 1))
}
