import { describe, expect, test } from 'vitest'
import { activeNames, beatsBaseline, type CardScore, intervalOf } from './card.ts'
import { activeModels, cards, isActive, models } from './models.ts'

const score = (model: number, baseline: number, more: Partial<CardScore> = {}): CardScore => ({
  data: 'town',
  simulated: true,
  measure: 'Brier',
  model,
  baseline,
  baselineName: 'naive',
  better: 'lower',
  decides: true,
  ...more,
})

const cases: [string, CardScore[], boolean][] = [
  ['better', [score(0.1, 0.2)], true],
  ['worse', [score(0.3, 0.2)], false],
  ['equal everywhere', [score(0.2, 0.2)], false],
  ['not measured', [], false],
  ['worse only where it doesn’t decide', [score(0.1, 0.2), score(9, 1, { decides: false })], true],
  ['worse on one of two that decide', [score(0.1, 0.2), score(0.5, 0.6, { better: 'higher' })], false],
  ['higher where higher is better', [score(0.9, 0.6, { measure: 'recall', better: 'higher' })], true],
]
test.each(cases)('a model that is %s', (_, scores, switchedOn) => {
  expect(beatsBaseline(scores)).toBe(switchedOn)
})

describe('of two models for one task', () => {
  const entry = (name: string, ...scores: CardScore[]) => ({ name, task: 'pump-failure', scores })
  test('the better is active', () => {
    const names = activeNames([entry('curve', score(0.1, 0.2)), entry('network', score(0.08, 0.2))])
    expect([...names]).toEqual(['network'])
  })
  test('the first when they draw', () => {
    const names = activeNames([entry('curve', score(0.1, 0.2)), entry('network', score(0.1, 0.2))])
    expect([...names]).toEqual(['curve'])
  })
  const told = (histories: number[], more: Partial<CardScore> = {}) =>
    score(histories.reduce((a, b) => a + b, 0) / histories.length, 0.2, { histories, ...more })
  test('what chance would do as well is no win, so that another measure decides', () => {
    const place = { measure: 'place', better: 'higher' as const, baseline: 0 }
    const curve = [told([0.1, 0.14, 0.09, 0.12]), told([0.2, 0.4, 0.3, 0.3], place)]
    const network = [told([0.11, 0.13, 0.1, 0.12]), told([0.9, 1, 0.9, 1], place)]
    expect([...activeNames([entry('curve', ...curve), entry('network', ...network)])]).toEqual(['network'])
  })
  test('a small difference that every history shows is one', () => {
    const curve = told([0.1, 0.5, 0.3, 0.2], { baseline: 0.9 })
    const network = told([0.09, 0.49, 0.29, 0.19], { baseline: 0.9 })
    expect([...activeNames([entry('curve', curve), entry('network', network)])]).toEqual(['network'])
  })
  test('none when both are worse than the baseline', () => {
    expect(activeNames([entry('curve', score(0.3, 0.2)), entry('network', score(0.4, 0.2))]).size).toBe(0)
  })
})

test('a figure’s interval narrows with the histories that agree', () => {
  expect(intervalOf(score(0.2, 0.3))).toBeNull()
  const [low, high] = intervalOf(score(0.2, 0.3, { histories: [0.1, 0.2, 0.3] }))!
  expect([low, high].map((v) => Number(v.toFixed(3)))).toEqual([0.126, 0.274])
  const agreeing = intervalOf(score(0.2, 0.3, { histories: [0.19, 0.2, null, 0.21] }))!
  expect(agreeing[0]).toBeGreaterThan(low)
})

test('every model has a card of its name, and what is shown as active is what runs', () => {
  expect(cards.length).toBeGreaterThanOrEqual(6)
  expect(cards.filter(({ replacedBy }) => replacedBy !== null)).not.toEqual([])
  expect(cards.map((c) => c.name)).toEqual(models.map((m) => m.name))
  for (const card of cards) {
    expect(card.active).toBe(isActive(card.name))
    if (card.replacedBy !== null) expect([card.active, isActive(card.replacedBy)]).toEqual([false, true])
    expect(activeModels.some((m) => m.name === card.name)).toBe(card.active)
    if (card.active) expect(beatsBaseline(card.scores), card.name).toBe(true)
  }
  const tasks = activeModels.map((m) => m.task)
  expect(new Set(tasks).size).toBe(tasks.length)
})
