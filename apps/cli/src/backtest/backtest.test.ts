import { DAY, HOUR, type RollupStep } from '@driftbild/core'
import { entries } from '@driftbild/models/backtest'
import { drawScenario, makeTown, simulate } from '@driftbild/simulators'
import { describe, expect, test } from 'vitest'
import { driftbild } from '../testing/command.ts'
import { backtestTown } from './backtest-town.ts'
import { explain } from './explain.ts'
import { townHistory } from './town-history.ts'

const sewerPump = entries.filter((entry) => entry.model.name === 'sewer-pump')

test('six sewer pumps over five weeks: what was wrong is found, and scored beside the baseline', async () => {
  const lines: string[] = []
  const [result] = await backtestTown({
    entries: sewerPump,
    seeds: [1],
    days: 35,
    onHistory: (history, results) => lines.push(...explain(history, results)),
  })
  expect(result).toMatchObject({ model: 'sewer-pump', baseline: 'sewer-pump-baseline', sensors: [] })
  expect(result!.own[0]!.events).toBe(2)
  expect(result!.own[0]!.recall).toBeGreaterThanOrEqual(result!.naive[0]!.recall!)
  expect(lines.filter((line) => line.startsWith('  pump-clogged APS'))).toHaveLength(2)
})

test('what a signal says does not depend on which others are read', async () => {
  const town = makeTown(1)
  const from = Date.UTC(2025, 5, 1) * 1000
  const to = from + DAY
  const scenario = drawScenario(town, 3, from, to)
  const { key } = town.register.signals.find((signal) => signal.role === 'level')!
  const wanted = new Map([[key, new Set<RollupStep>(['1h'])]])
  const narrow = await townHistory({ town, scenario, from, to, wanted, cache: null })
  const sums = new Map<number, { sum: number; n: number }>()
  for await (const samples of simulate(town, { from, to, scenario })) {
    for (const sample of samples) {
      if (sample.key !== key || sample.value === null) continue
      const bucket = Math.floor(sample.time / HOUR) * HOUR
      const { sum, n } = sums.get(bucket) ?? { sum: 0, n: 0 }
      sums.set(bucket, { sum: sum + sample.value, n: n + 1 })
    }
  }
  const hours = narrow.rollups(key, '1h', from, to)
  expect(hours).toHaveLength(24)
  for (const { bucket, average, good } of hours) {
    const { sum, n } = sums.get(bucket)!
    expect(good).toBe(n)
    expect(average).toBeCloseTo(sum / n, 9)
  }
})

describe('the command', () => {
  test('prints the model beside its naive baseline', async () => {
    const { code, out } = await driftbild(['backtest', 'sewer-pump', '--seeds', '1', '--days', '20'])
    expect(code).toBe(0)
    expect(out[0]).toMatch(/^model +measure +score +baseline +the model is +naive baseline$/)
    expect(out[1]).toMatch(/^sewer-pump +Brier +0\.\d+ +0\.\d+ +(better|worse) \* +sewer-pump-baseline$/)
  })

  test('or one line of JSON', async () => {
    const { out } = await driftbild(['backtest', 'sewer-pump', '--days', '16', '--json'])
    expect(out).toHaveLength(1)
    const said = JSON.parse(out[0]!) as { models: { name: string; scores: object[] }[] }
    expect(said).toMatchObject({ backtest: 'town', seeds: [1], days: 16, models: [{ name: 'sewer-pump' }] })
    expect(said.models[0]!.scores[0]).toMatchObject({
      measure: 'Brier',
      simulated: true,
      baselineName: 'sewer-pump-baseline',
    })
  })

  test.each([
    [['backtest', 'sewer-pmup'], 78, /no model sewer-pmup\n +There are: night-flow, .*sewer-pump/],
    [['backtest', '--days', '14'], 78, /--days 14 leaves nothing to score: the first 14 teach/],
    [['backtest', '--seeds', 'a'], 1, /whole numbers are needed, as in 201,202/],
  ])('%j is a mistake, and says which', async (words, expected, message) => {
    const { code, err } = await driftbild(words)
    expect([code, err]).toEqual([expected, expect.stringMatching(message)])
  })

  test('its help tells a newcomer what is scored against what', async () => {
    const { code, out } = await driftbild(['backtest', '--help'])
    expect(code).toBe(0)
    expect(out.join(' ')).toMatch(/naive baseline is the simplest rule .* Brier .* Examples:/s)
    const { out: list } = await driftbild(['backtest', 'list'])
    expect(list.slice(1).map((line) => line.split(' ')[0])).toEqual(entries.map(({ model }) => model.name))
  })
})
