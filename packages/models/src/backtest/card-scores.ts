import type { CardScore } from '../card.ts'
import type { BacktestResult } from './backtest.ts'
import { causesCounted, namedCauses } from './named-causes.ts'
import { auc, brier, meanOf } from './scores.ts'

/** One model's and its baseline's results over several histories. */
export interface PairedResults {
  model: string
  baseline: string
  own: readonly BacktestResult[]
  naive: readonly BacktestResult[]
  /** What the model said of instruments; empty where it says nothing of them. */
  sensors: readonly BacktestResult[]
}

/** The figures that a card shows; `data` says what they were measured on. */
export function cardScores(
  { model, baseline, own, naive, sensors }: PairedResults,
  data: { data: string; simulated: boolean },
): CardScore[] {
  const [ours, theirs] = [pooled(own), pooled(naive)]
  const each = own.map((one) => pooled([one]))
  const score: Scored = (measure, better, of, decides = false) => {
    const [a, b] = [of(ours), of(theirs)]
    if (a === null || b === null) return []
    const figures = { model: rounded(a), baseline: rounded(b), baselineName: baseline }
    const histories = each.map(of).map((one) => one && rounded(one))
    return [{ ...data, measure, ...figures, better, decides, histories }]
  }
  const alarms =
    model === 'bin-fill'
      ? []
      : [
          ...score('precision at 0.5', 'higher', (t) => t.precision),
          ...score('recall at 0.5', 'higher', (t) => t.recall),
          ...score('false alarms a subject and year', 'lower', (t) => t.falseAlarmsPerYear),
          ...score('hours to detection', 'lower', (t) => t.hours),
          ...score('place among those named', 'higher', (t) => t.named, true),
        ]
  return [
    ...score('Brier', 'lower', (t) => t.brier, true),
    ...alarms,
    ...score('AUC', 'higher', (t) => t.auc),
    ...[...ours.forecasts.keys()].flatMap((name) => forecastScores(name, score)),
    ...causeScores(own, data),
    ...(sensors.length > 0 ? sensorScores(pooled(sensors), data) : []),
  ]
}

type Scored = (
  measure: string,
  better: CardScore['better'],
  of: (pool: Pool) => number | null,
  decides?: boolean,
) => CardScore[]

function forecastScores(name: string, score: Scored): CardScore[] {
  const called = (measure: string) => (name === '' ? measure : `${measure}: ${name}`)
  return [
    ...score(called('forecast quantile loss'), 'lower', (t) => t.forecasts.get(name)?.pinball ?? null, true),
    ...score(
      called('forecast coverage of the band'),
      'higher',
      (t) => t.forecasts.get(name)?.coverage ?? null,
    ),
  ]
}

/** Beside one who always names the commonest cause. */
function causeScores(
  own: readonly BacktestResult[],
  data: { data: string; simulated: boolean },
): CardScore[] {
  const { all, named, right, commonest } = causesCounted(namedCauses(own.flatMap((r) => r.episodes)))
  if (all === 0) return []
  const score = (measure: string, model: number, baseline: number): CardScore => ({
    ...{ ...data, measure, model: rounded(model), baseline: rounded(baseline) },
    ...{ baselineName: 'the commonest cause, always', better: 'higher', decides: false },
  })
  return [
    score('a cause is named', named / all, 1),
    ...(named > 0 ? [score('the named cause is right', right / named, commonest / all)] : []),
  ]
}

/** Beside a baseline that believes every instrument: it finds none and accuses none. */
function sensorScores(
  { precision, recall, falseAlarmsPerYear }: Pool,
  data: { data: string; simulated: boolean },
): CardScore[] {
  const score = (measure: string, model: number | null, better: CardScore['better']): CardScore[] => {
    if (model === null) return []
    const baselineName = 'every sensor believed'
    return [{ ...data, measure, model: rounded(model), baseline: 0, baselineName, better, decides: false }]
  }
  return [
    ...score('sensor faults: recall at 0.5', recall, 'higher'),
    ...score('sensor faults: precision at 0.5', precision, 'higher'),
    ...score('sensor faults: false alarms a subject and year', falseAlarmsPerYear, 'lower'),
  ]
}

interface Pool {
  brier: number
  /** Null where there was neither an alarm nor anything to find. */
  precision: number | null
  recall: number | null
  falseAlarmsPerYear: number
  hours: number | null
  /** Share of the faults found, and of which the place is known, whose place was named; null where none is. */
  named: number | null
  /** Null where nothing happened, or everything did. */
  auc: number | null
  forecasts: ReadonlyMap<string, { pinball: number; coverage: number }>
}

function pooled(results: readonly BacktestResult[]): Pool {
  const sum = (f: (r: BacktestResult) => number) => results.reduce((total, r) => total + f(r), 0)
  const alarms = sum((r) => r.episodes.length)
  const wrong = sum((r) => r.episodes.filter((e) => !e.matched).length)
  const events = sum((r) => r.events)
  const answers = results.flatMap((r) => r.answers)
  const forecasts = Map.groupBy(
    results.flatMap((r) => r.forecasts),
    (one) => one.name,
  )
  const mean = (values: number[]) => (values.length > 0 ? meanOf(values) : null)
  return {
    brier: brier(answers),
    precision: alarms > 0 ? 1 - wrong / alarms : events > 0 ? 0 : null,
    recall: events > 0 ? sum((r) => r.found) / events : null,
    falseAlarmsPerYear: wrong / sum((r) => r.subjectYears),
    named: sum((r) => r.placed.of) > 0 ? sum((r) => r.placed.named) / sum((r) => r.placed.of) : null,
    hours: mean(results.flatMap((r) => r.hoursToDetection ?? [])),
    auc: new Set(answers.map((one) => one.happened)).size === 2 ? auc(answers) : null,
    forecasts: new Map(
      [...forecasts].map(([name, of]) => [
        name,
        {
          pinball: meanOf(of.map((one) => one.pinball)),
          coverage: meanOf(of.map((one) => one.coverage)),
        },
      ]),
    ),
  }
}

const rounded = (value: number): number => Number(value.toFixed(5))
