import { DAY, HOUR, parseTime } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../test/memory-source.ts'
import { PUMP_FROM, pumpRegister, pumpSeries } from '../../test/pump.ts'
import { asset, registerOf, signal } from '../../test/register.ts'
import { series } from '../../test/series.ts'
import type { BinFillConfig } from '../bin-fill/config.ts'
import { binFill } from '../bin-fill/model.ts'
import { baselineOf } from '../common/baseline.ts'
import { pumpHealthBaseline } from '../pump-health/baseline.ts'
import { pumpHealth } from '../pump-health/model.ts'
import { type BacktestResult, backtest } from './backtest.ts'
import { cardScores } from './card-scores.ts'
import { auc, brier, calibrationError, logLoss, pinball } from './scores.ts'
import type { TruthEvent } from './truth.ts'

describe('scores', () => {
  const answers = [
    { probability: 0.9, happened: true },
    { probability: 0.8, happened: false },
    { probability: 0.3, happened: true },
    { probability: 0.1, happened: false },
  ]
  test('by hand', () => {
    expect(brier(answers)).toBeCloseTo((0.01 + 0.64 + 0.49 + 0.01) / 4)
    expect(auc(answers)).toBe(0.75)
    expect(auc(answers.map((a) => ({ ...a, probability: 0.5 })))).toBe(0.5)
    expect(logLoss([{ probability: 1, happened: true }])).toBeCloseTo(0, 5)
    expect(
      calibrationError([
        { probability: 0.75, happened: true },
        { probability: 0.75, happened: false },
      ]),
    ).toBeCloseTo(0.25)
    expect(pinball(10, 8, 0.9)).toBeCloseTo(1.8)
    expect(pinball(8, 10, 0.9)).toBeCloseTo(0.2)
  })
})

describe('alarms against truth', () => {
  const FROM = parseTime('2025-09-01T00:00:00Z')
  const register = registerOf({
    zone: 'UTC',
    assets: [asset('K1', 'waste-container', { volume: 660, fraction: 'residual' })],
    signals: [signal('K1', 'fill', '1')],
  })
  /** Alarms on the days whose fill says so. */
  const oracle = baselineOf<BinFillConfig>(binFill, {
    measure: (_, inputs) => [inputs.series.fill?.at(-1)?.average ?? 0],
    judge: (config, row) => (row.at(-1)![0]! > 0.5 ? [{ tag: config.tag, probability: 0.8 }] : []),
  })
  const days = (alarms: number[]) =>
    memorySource({
      'K1/fill': series(FROM, FROM + 40 * DAY, (at) =>
        alarms.includes(Math.floor((at - FROM - 3 * HOUR) / DAY)) ? 0.9 : 0.1,
      ),
    })
  const event = (from: number, to: number | null): TruthEvent => ({
    subject: { type: 'asset', tag: 'K1' },
    kind: 'container-full',
    from: FROM + from * DAY,
    to: to === null ? null : FROM + to * DAY,
  })
  const run = (alarms: number[], truth: TruthEvent[], more = {}) =>
    backtest(oracle, register, days(alarms), truth, {
      from: FROM,
      to: FROM + 40 * DAY,
      zone: 'UTC',
      grace: 0,
      ...more,
    })

  test('one found after two days, one missed, one false', () => {
    const result = run([12, 13, 14, 30], [event(10, 20), event(22, 25)])
    expect(result).toMatchObject({ events: 2, found: 1, recall: 0.5, precision: 0.5 })
    // The step at 04:00 on day 12 is the first to see it.
    expect(result.hoursToDetection).toBe(52)
    expect(result.falseAlarmsPerYear).toBeCloseTo(365.25 / 40, 1)
  })
  test('of two alarms at once at one place each needs a fault of its own', () => {
    const twice: typeof oracle = {
      ...oracle,
      step: (...given) => {
        const result = oracle.step(...given)
        return {
          ...result,
          predictions: result.predictions.flatMap((one) => [one, { ...one, ordinal: 2 }]),
        }
      },
    }
    const of = (truth: TruthEvent[]) =>
      backtest(twice, register, days([12, 13]), truth, { from: FROM, to: FROM + 40 * DAY, zone: 'UTC' })
    expect(of([event(10, 20)])).toMatchObject({ found: 1, precision: 0.5 })
    expect(of([event(10, 20), event(11, 20)])).toMatchObject({ found: 2, precision: 1 })
  })
  test('a gap of a day makes no second alarm, a gap of a week does', () => {
    expect(run([5, 6, 8, 9], []).episodes).toHaveLength(1)
    expect(run([5, 6, 15], []).episodes).toHaveLength(2)
  })
  test('a warning before the fault counts within the lead only', () => {
    expect(run([7], [event(10, 12)]).found).toBe(0)
    expect(run([7], [event(10, 12)], { lead: 3 * DAY }).found).toBe(1)
  })
  test('what began and ended before the scored stretch is left out', () => {
    expect(run([], [event(2, 4)], { scoredFrom: FROM + 10 * DAY }).events).toBe(0)
  })
})

test('the pump model beats its fixed limits on a failing bearing among sound pumps', () => {
  const span = {
    from: PUMP_FROM,
    to: PUMP_FROM + 45 * DAY,
    zone: 'Europe/Stockholm',
    scoredFrom: PUMP_FROM + 14 * DAY,
    lead: 30 * DAY,
  }
  const source = memorySource(
    pumpSeries(45, { shaken: (at) => Math.exp(Math.max(0, at - PUMP_FROM - 25 * DAY) / (8 * DAY)) }),
  )
  const failsAt = PUMP_FROM + (25 + 8 * Math.log(4)) * DAY
  const truth: TruthEvent[] = [
    { subject: { type: 'asset', tag: 'VV1-P1' }, kind: 'pump-failure', from: failsAt, to: null },
  ]
  const own = backtest(pumpHealth, pumpRegister, source, truth, span)
  const naive = backtest(pumpHealthBaseline, pumpRegister, source, truth, span)
  expect(own.found).toBe(1)
  expect(own.episodes[0]!.from).toBeLessThan(failsAt - 4 * DAY)
  expect(own.episodes[0]!.from).toBeLessThan(naive.episodes[0]!.from)
  expect(own.brier).toBeLessThan(naive.brier)
})

describe('figures of several histories', () => {
  const result = (more: Partial<BacktestResult>): BacktestResult => ({
    model: 'one',
    subjects: 1,
    subjectYears: 0.5,
    steps: 10,
    events: 2,
    found: 1,
    precision: null,
    recall: null,
    falseAlarmsPerYear: 0,
    hoursToDetection: 10,
    placed: { of: 0, named: 0 },
    brier: 0,
    forecasts: [],
    episodes: [],
    answers: [{ kind: 'leak', probability: 0.5, happened: true }],
    ...more,
  })
  const pair = { model: 'one', baseline: 'naive', sensors: [] }
  const figures = (own: BacktestResult[], naive: BacktestResult[]) =>
    Object.fromEntries(
      cardScores({ ...pair, own, naive }, { data: 'test', simulated: true }).map((s) => [
        s.measure,
        [s.model, s.baseline],
      ]),
    )
  test('are pooled, not averaged over histories of different weight', () => {
    const rich = result({ events: 8, found: 8, hoursToDetection: 30 })
    expect(figures([result({}), rich], [result({ found: 0, hoursToDetection: null }), rich])).toMatchObject({
      'recall at 0.5': [0.9, 0.8],
      'hours to detection': [20, 30],
      Brier: [0.25, 0.25],
    })
  })
  test('tell each forecast apart, and how well probabilities rank where something happened and something did not', () => {
    const flow = { name: 'flow', pinball: 2, coverage: 0.8 }
    const told = result({
      answers: [
        { kind: 'leak', probability: 0.8, happened: true },
        { kind: 'leak', probability: 0.1, happened: false },
      ],
      forecasts: [flow, { name: '', pinball: 1, coverage: 0.5 }],
    })
    const naive = { ...told, forecasts: [{ ...flow, pinball: 3 }] }
    expect(figures([told], [naive])).toMatchObject({ AUC: [1, 1], 'forecast quantile loss: flow': [2, 3] })
    expect(figures([told], [naive])).not.toHaveProperty('forecast quantile loss')
  })
  test('leave out what there was nothing to measure by', () => {
    const quiet = result({ events: 0, found: 0, hoursToDetection: null })
    expect(Object.keys(figures([quiet], [quiet]))).toEqual(['Brier', 'false alarms a subject and year'])
  })
})
