import { DAY, type Micros } from '@driftbild/core'
import { auc, brier } from '@driftbild/models/backtest'
import { failureChance, type LampStock, lawFinder } from '@driftbild/models/lamp-life'
import { lampFuture, type Town } from '@driftbild/simulators'

export interface FailureScore {
  days: number
  lamps: number
  failures: number
  brier: number
  /** Of a chance that is the same for every burn hour of a type. */
  baseline: number
  auc: number
  said: number
}

/** What was said of each lamp against what became of it in many futures. */
export function failureScores(
  of: readonly { town: Town; stock: LampStock }[],
  now: Micros,
  { futures, days }: { futures: number; days: number },
): FailureScore {
  const model: { probability: number; happened: boolean }[] = []
  const naive: typeof model = []
  for (const { town, stock } of of) {
    const laws = lawFinder(stock)
    const rates = new Map(
      stock.types.map(({ source, law }) => [source, constantRate(stock, source, law.failures)]),
    )
    for (let seed = 1; seed <= futures; seed++) {
      const dies = new Map(lampFuture(town, seed, now).map(({ lamp, at }) => [lamp.tag, at]))
      for (const lamp of stock.lamps) {
        const happened = (dies.get(lamp.tag) ?? Infinity) < now + days * DAY
        const probability = failureChance(lamp, laws(lamp), now, days)
        model.push({ probability, happened })
        const hazard = rates.get(lamp.source)! * (days / 365.25)
        naive.push({ probability: -Math.expm1(-hazard), happened })
      }
    }
  }
  return {
    days,
    lamps: model.length,
    failures: model.filter((one) => one.happened).length,
    brier: brier(model),
    baseline: brier(naive),
    auc: auc(model),
    said: model.reduce((sum, one) => sum + one.probability, 0),
  }
}

/** Failures a year of one that burns; all hours that its type has burnt count alike. */
function constantRate(stock: LampStock, source: string, failures: number): number {
  const type = stock.types.find((one) => one.source === source)!
  return failures / Math.max(1, type.burnt / HOURS_A_YEAR)
}
const HOURS_A_YEAR = 3950
