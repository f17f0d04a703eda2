import type { CardScore } from '../card.ts'
import type { BacktestResult } from './backtest.ts'
import { brier, meanOf } from './scores.ts'

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
  const score = (
    measure: string,
    better: CardScore['better'],
    of: (pool: Pool) => number | null,
    decides = false,
  ): CardScore[] => {
    const [a, b] = [of(ours), of(theirs)]
    if (a === null || b === null) return []
    const figures = { model: rounded(a), baseline: rounded(b), baselineName: baseline }
    return [{ ...data, measure, ...figures, better, decides }]
  }
  const alarms =
    model === 'bin-fill'
      ? []
      : [
          ...score('precision at 0.5', 'higher', (t) => t.precision),
          ...score('recall at 0.5', 'higher', (t) => t.recall),
          ...score('false alarms a subject and year', 'lower', (t) => t.falseAlarmsPerYear),
          ...score('hours to detection', 'lower', (t) => t.hours),
        ]
  return [
    ...score('Brier', 'lower', (t) => t.brier, true),
    ...alarms,
    ...score('forecast quantile loss', 'lower', (t) => t.pinball, true),
    ...score('forecast coverage of the band', 'higher', (t) => t.coverage),
    ...(sensors.length > 0 ? sensorScores(pooled(sensors), data) : []),
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
  pinball: number | null
  coverage: number | null
}

function pooled(results: readonly BacktestResult[]): Pool {
  const sum = (f: (r: BacktestResult) => number) => results.reduce((total, r) => total + f(r), 0)
  const alarms = sum((r) => r.episodes.length)
  const wrong = sum((r) => r.episodes.filter((e) => !e.matched).length)
  const events = sum((r) => r.events)
  const forecasts = results.filter((r) => r.pinball !== null)
  const mean = (values: number[]) => (values.length > 0 ? meanOf(values) : null)
  return {
    brier: brier(results.flatMap((r) => r.answers)),
    precision: alarms > 0 ? 1 - wrong / alarms : events > 0 ? 0 : null,
    recall: events > 0 ? sum((r) => r.found) / events : null,
    falseAlarmsPerYear: wrong / sum((r) => r.subjectYears),
    hours: mean(results.flatMap((r) => r.hoursToDetection ?? [])),
    pinball: mean(forecasts.map((r) => r.pinball!)),
    coverage: mean(forecasts.map((r) => r.coverage!)),
  }
}

const rounded = (value: number): number => Number(value.toFixed(5))
