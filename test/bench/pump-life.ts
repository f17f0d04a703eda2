import { parseArgs } from 'node:util'
import { townHistory } from '@driftbild/cli/backtest'
import { DAY, type Micros, type RollupStep } from '@driftbild/core'
import { type CardScore, drive, entries, writeScores } from '@driftbild/models/backtest'
import {
  type PumpCondition,
  type PumpState,
  type SewerPumpState,
  sewerPumpCondition,
  waterPumpCondition,
} from '@driftbild/models/pump-condition'
import { type Disturbance, drawScenario, makeTown } from '../../packages/simulators/src/town/index.ts'

/**
 * How long pumps will last, said day by day while something in them is on its way to its limit, beside when it came there. The
 * baseline draws a straight line through the last fortnight of whatever comes to its limit first.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    days: { type: 'string', default: '60' },
    cache: { type: 'string' },
    /** On the cards of pump-health and sewer-pump. */
    write: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
})

const DATA = 'simulated town, pumps on their way to a limit'
/** Days before the limit from which an answer counts: what has hardly begun nobody sees. */
const WITHIN = 30
const LINE_DAYS = 14
/** Days after which half of what teaches a pump's normal is known. */
const TAUGHT = 7.5

interface Answer {
  seed: number
  left: number
  said: { low: number; likely: number | null; high: number | null } | null
  naive: number | null
}

const town = makeTown(1)
const { zone } = town.register.municipality
const answers: Record<'pump-health' | 'sewer-pump', Answer[]> = { 'pump-health': [], 'sewer-pump': [] }
const conditions = {
  'pump-health': (state: unknown) => waterPumpCondition(state as PumpState),
  'sewer-pump': (state: unknown) => sewerPumpCondition(state as SewerPumpState),
}

for (const seed of values.seeds.split(',').map(Number)) {
  const from: Micros = Date.UTC(2025, (seed * 5) % 12, 1 + (seed % 7)) * 1000
  const to = from + Number(values.days) * DAY
  const scenario = drawScenario(town, seed, from, to)
  for (const name of ['pump-health', 'sewer-pump'] as const) {
    const { model } = entries.find((entry) => entry.model.name === name)!
    const subjects = model.subjects(town.register)
    const keys = subjects.flatMap((subject) => Object.values(subject.signals))
    const wanted = new Map(keys.map((key) => [key, new Set<RollupStep>([model.resolution])]))
    const store = await townHistory({ town, scenario, from, to, wanted, cache: values.cache ?? null })
    for (const subject of subjects) {
      const troubles = scenario.filter((d) => d.asset === subject.subject.tag && limitOf(d, from) !== null)
      if (troubles.length === 0) continue
      for (const { asOf, state, predictions } of drive(model, subject, store, { from, to, zone })) {
        const next = troubles
          .filter((d) => d.from <= asOf && (d.to === null || asOf < d.to))
          .map((d) => limitOf(d, from)!)
          .filter((at) => at > asOf && at - asOf <= WITHIN * DAY)
        const condition = conditions[name](state)
        if (values.verbose)
          console.log(
            seed,
            subject.subject.tag,
            ((asOf - from) / DAY).toFixed(0),
            `left ${next.length > 0 ? ((Math.min(...next) - asOf) / DAY).toFixed(1) : '-'}`,
            JSON.stringify(condition.remaining),
            condition.index,
            condition.mode,
            predictions.map((p) => `${p.kind} ${p.probability}`).join(),
          )
        if (next.length === 0 || asOf - from < 20 * DAY) continue
        const { low, likely, high } = condition.remaining
        answers[name].push({
          seed,
          left: (Math.min(...next) - asOf) / DAY,
          said: low === null ? null : { low, likely, high },
          naive: straightLine(condition),
        })
      }
    }
  }
  console.error(`seed ${seed} done`)
}

for (const [name, all] of Object.entries(answers)) {
  const said = all.flatMap(({ said, ...one }) =>
    said?.likely == null ? [] : [{ ...one, ...said, likely: said.likely }],
  )
  const inside = said.filter(({ left, low, high }) => low <= left && (high === null || left <= high))
  const both = said.filter(({ naive }) => naive !== null)
  const off = (of: (one: (typeof both)[number]) => number) =>
    middle(both.map((one) => Math.abs(of(one) - one.left)))
  console.log(name, { days: all.length, said: said.length, inside: inside.length / said.length })
  const scores: CardScore[] = [
    score(
      'remaining life, median days off',
      off((one) => one.likely),
      off((one) => one.naive!),
      'lower',
    ),
    score('remaining life, share within the interval of 80 %', inside.length / said.length, 0.8, 'higher'),
  ]
  for (const one of scores) console.log(name, one.measure, one.model, one.baseline)
  if (values.write) writeScores(name, DATA, scores)
}

function score(measure: string, model: number, baseline: number, better: CardScore['better']): CardScore {
  const baselineName = better === 'lower' ? 'a straight line through a fortnight' : 'what it should be'
  const rounded = (value: number) => Number(value.toFixed(3))
  return {
    ...{ data: DATA, simulated: true, measure, better, baselineName, decides: false },
    ...{ model: rounded(model), baseline: rounded(baseline) },
  }
}

/** When what is wrong takes the pump to its limit; null for what doesn't. */
function limitOf(d: Disturbance, seenFrom: Micros): Micros | null {
  switch (d.kind) {
    case 'pump-wear': {
      const perDay = d.loss / ((d.wornAt - d.from) / DAY)
      // Of what it had in the middle of the days that taught its normal.
      const already = (perDay * (seenFrom + TAUGHT * DAY - d.from)) / DAY
      const at = d.from + ((already + 0.1 * (1 - already)) / perDay) * DAY
      return at > d.wornAt ? null : at
    }
    case 'bearing':
    case 'shaking': {
      const at = d.from + d.growth * Math.log(1 + (6.6 - 1.4) / 0.35) * DAY
      return d.to !== null && d.to < at ? null : at
    }
    case 'seal-leak':
      return d.from + ((0.2 - 0.006) / d.perDay) * DAY
    default:
      return null
  }
}

function straightLine({ measures }: PumpCondition): number | null {
  const days = measures.flatMap(({ values: all, limit, normal }) => {
    const last = all.slice(-LINE_DAYS)
    const [x, y] = [last.map((d) => d.day), last.map((d) => d.value)]
    const [mx, my] = [mean(x), mean(y)]
    const slope =
      x.reduce((sum, v, i) => sum + (v - mx) * (y[i]! - my), 0) / x.reduce((sum, v) => sum + (v - mx) ** 2, 0)
    const left = (limit - (my + slope * (x.at(-1)! - mx))) / slope
    return Math.sign(slope) === Math.sign(limit - normal) && Number.isFinite(left) ? [Math.max(0, left)] : []
  })
  return days.length === 0 ? null : Math.min(365, ...days)
}

function mean(all: readonly number[]): number {
  return all.reduce((a, b) => a + b, 0) / all.length
}

function middle(all: readonly number[]): number {
  const sorted = all.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
