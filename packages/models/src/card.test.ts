import { describe, expect, test } from 'vitest'
import { activeNames, beatsBaseline, type CardScore } from './card.ts'
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
  test('none when both are worse than the baseline', () => {
    expect(activeNames([entry('curve', score(0.3, 0.2)), entry('network', score(0.4, 0.2))]).size).toBe(0)
  })
})

test('every model has a card of its name, and what is shown as active is what runs', () => {
  expect(cards.length).toBeGreaterThanOrEqual(6)
  expect(cards.map((c) => c.name)).toEqual(models.map((m) => m.name))
  for (const card of cards) {
    expect(card.active).toBe(isActive(card.name))
    expect(activeModels.some((m) => m.name === card.name)).toBe(card.active)
    if (card.active) expect(beatsBaseline(card.scores), card.name).toBe(true)
  }
  const tasks = activeModels.map((m) => m.task)
  expect(new Set(tasks).size).toBe(tasks.length)
})
