import { describe, expect, test } from 'vitest'
import { type AlarmSuppression, designProblem, suppressionOf } from './alarm-suppression.ts'

const pair = (rule: string, whileRule: string) => ({ rule, whileRule })

describe('one more design', () => {
  test('is refused where an alarm would silence itself, or does so already', () => {
    expect(designProblem(pair('low', 'low'), [])).toBe('silences-itself')
    expect(designProblem(pair('low', 'cut'), [pair('low', 'cut')])).toBe('silenced-already')
  })

  test('is refused where a circle of alarms would call nobody, however long it is', () => {
    expect(designProblem(pair('cut', 'low'), [pair('low', 'cut')])).toBe('silences-in-circle')
    const chain = [pair('low', 'stop'), pair('stop', 'power')]
    expect(designProblem(pair('power', 'low'), chain)).toBe('silences-in-circle')
    expect(designProblem(pair('power', 'stop'), [...chain, pair('power', 'grid')])).toBe('silences-in-circle')
  })

  test('may make a chain, or let one alarm be silenced by several', () => {
    expect(designProblem(pair('low', 'power'), [pair('low', 'cut'), pair('stop', 'power')])).toBeNull()
    expect(designProblem(pair('stop', 'power'), [pair('low', 'stop')])).toBeNull()
  })
})

describe('what keeps an alarm from calling', () => {
  const design: AlarmSuppression = { kind: 'by-design', ...pair('P/low', 'P/cut'), reason: 'follows' }
  const apart: AlarmSuppression = { kind: 'out-of-service', asset: 'Q', reason: 'changed', until: 1000 }

  test('a design, only while its other alarm stands', () => {
    const alarm = { rule: 'P/low', asset: 'P' }
    expect(suppressionOf(alarm, [apart, design], new Set(['P/cut']), 0)).toBe(design)
    expect(suppressionOf(alarm, [apart, design], new Set(['P/low']), 0)).toBeNull()
  })

  test('being out of service, until its end', () => {
    const alarm = { rule: 'Q/low', asset: 'Q' }
    expect(suppressionOf(alarm, [design, apart], new Set(), 999)).toBe(apart)
    expect(suppressionOf(alarm, [design, apart], new Set(), 1000)).toBeNull()
  })
})
