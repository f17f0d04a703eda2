import { DAY, HOUR, MINUTE, type Micros, type Rollup } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../test/memory-source.ts'
import { asset, registerOf, signal } from '../../test/register.ts'
import { drive } from '../backtest/drive.ts'
import { RAW_SPEECH } from '../common/speech.ts'
import { levelLimitWith } from './model.ts'

const FROM = Date.parse('2025-09-01T00:00:00Z') * 1000
const KEY = 'LR/level'
const rule = (name: string, condition: 'above' | 'below', limit: number) => ({
  ...{ id: `${KEY}#${name}`, signal: KEY, condition, limit, window: null, hysteresis: 0.1 },
  ...{ delayOn: 0, delayOff: 0, priority: 'high' as const, mode: 'reservoir-level' as const },
})
const register = {
  ...registerOf({ assets: [asset('LR', 'reservoir', {})], signals: [signal('LR', 'level', 'm')] }),
  alarmRules: [rule('low', 'below', 2), rule('empty', 'below', 1), rule('high', 'above', 5)],
}
const model = levelLimitWith(RAW_SPEECH)
const [subject] = model.subjects(register)

/** A level that swings with the day about 3.5 m, and what is taken off it. */
const levels = (days: number, off: (at: Micros) => number): Rollup[] =>
  Array.from({ length: days * 288 }, (_, i) => {
    const bucket = FROM + i * 5 * MINUTE
    const swing = 0.6 * Math.sin((2 * Math.PI * (bucket - 3 * HOUR)) / DAY)
    const value = 3.5 + swing + 0.003 * (((i * 7919) % 11) - 5) - off(bucket)
    const same = { average: value, minimum: value, maximum: value, last: value, timeWeighted: value }
    return { bucket, ...same, good: 1, uncertain: 0, bad: 0 }
  })
const NOON = FROM + 12 * DAY + 12 * HOUR
/** 0.3 m/h from an hour on, until another. */
const stop =
  (from: Micros, to: Micros) =>
  (at: Micros): number =>
    at < from ? 0 : 0.3 * ((Math.min(at, to) - from) / HOUR)

function run(off: (at: Micros) => number, from: Micros, to: Micros) {
  const source = memorySource({ [KEY]: levels(14, off) })
  return [...drive(model, subject!, source, { from: FROM, to, zone: 'Europe/Stockholm' })]
    .filter(({ asOf }) => asOf >= from)
    .map(({ asOf, predictions, forecasts, state }) => ({
      asOf,
      said: predictions[0] ?? null,
      forecasts,
      state,
    }))
}
const none = () => 0

test('a level without a limit is nobody’s subject, and one with limits has them of both sides', () => {
  expect(model.subjects({ ...register, alarmRules: [] })).toEqual([])
  expect(subject!.config).toMatchObject({
    limits: [
      { value: 2, side: 'below' },
      { value: 1, side: 'below' },
      { value: 5, side: 'above' },
    ],
  })
})

describe('on usual days', () => {
  const steps = run(none, FROM + 12 * DAY, FROM + 14 * DAY)
  test('it foretells nothing, however fast the evening falls', () => {
    expect(Math.max(...steps.map(({ said }) => said?.probability ?? 0))).toBeLessThan(0.2)
  })
  test('and what it expects of the next hours holds what comes', () => {
    const { forecasts, asOf } = steps.find((step) => step.asOf === NOON)!
    const [forecast] = forecasts
    const swing = (at: Micros) => 3.5 + 0.6 * Math.sin((2 * Math.PI * (at - 3 * HOUR)) / DAY)
    expect(forecast!.time[5]).toBe(asOf + 6 * HOUR)
    const [low, , , , high] = forecast!.values.map((of) => of[5]!)
    expect(low).toBeLessThan(swing(asOf + 6 * HOUR) + 0.05)
    expect(high).toBeGreaterThan(swing(asOf + 6 * HOUR) - 0.05)
  })
})

describe('when nothing flows in', () => {
  const steps = run(stop(NOON, NOON + 9 * HOUR), NOON, FROM + 14 * DAY)
  const sure = steps.filter(({ said }) => (said?.probability ?? 0) >= 0.5)
  test('it says within three hours that the low limit is near, and when', () => {
    expect(sure[0]!.asOf).toBeLessThan(NOON + 3 * HOUR)
    const { said } = sure[4]!
    // Where it crosses: the afternoon falls by itself, too.
    expect(said!.when.from).toBeLessThan(NOON + 4.6 * HOUR)
    expect(said!.when.to).toBeGreaterThan(NOON + 4 * HOUR)
    expect(said!.evidence.map(({ sentence }) => sentence.code)).toEqual([
      'level-to-limit',
      'level-off-usual',
      'level-if-usual',
    ])
    expect(said!.evidence[0]!.sentence.params).toMatchObject({ limit: 2, side: 'below' })
  })
  test('below the limit it speaks of the next one', () => {
    const below = steps.find(({ said }) =>
      said?.evidence.some(({ sentence }) => sentence.code === 'level-beyond'),
    )!
    expect(below.said!.probability).toBeGreaterThan(0.9)
  })
})

test('a fall that turns is taken back within two hours', () => {
  const steps = run(stop(NOON, NOON + 2 * HOUR), NOON + 4.5 * HOUR, NOON + 30 * HOUR)
  expect(steps.filter(({ said }) => (said?.probability ?? 0) >= 0.5)).toEqual([])
})

test('a step of the gauge is no trend, and one that stands still is not believed', () => {
  const stepped = run((at) => (at < NOON ? 0 : 0.7), NOON, NOON + 20 * HOUR)
  expect(Math.max(...stepped.map(({ said }) => said?.probability ?? 0))).toBeLessThan(0.5)
  const frozen = levels(14, none).map((one) => {
    if (one.bucket < NOON) return one
    const same = { average: 2.2, minimum: 2.2, maximum: 2.2, last: 2.2 }
    return { ...one, ...same }
  })
  const steps = [
    ...drive(model, subject!, memorySource({ [KEY]: frozen }), {
      from: FROM,
      to: NOON + 20 * HOUR,
      zone: 'Europe/Stockholm',
    }),
  ].filter(({ asOf }) => asOf > NOON + 7 * HOUR)
  expect(steps.every(({ predictions }) => predictions.length === 0)).toBe(true)
})

test('a run from a kept state, read back from JSON, gives the same', () => {
  const off = stop(NOON, NOON + 9 * HOUR)
  const whole = run(off, NOON, NOON + 4 * HOUR)
  const source = memorySource({ [KEY]: levels(14, off) })
  const kept = JSON.parse(JSON.stringify(whole[4]!.state)) as (typeof whole)[0]['state']
  const rest = [
    ...drive(
      model,
      subject!,
      source,
      { from: FROM, to: NOON + 4 * HOUR, zone: 'Europe/Stockholm' },
      { state: kept, asOf: whole[4]!.asOf },
    ),
  ]
  expect(rest.map(({ predictions }) => predictions[0] ?? null)).toEqual(
    whole.slice(5).map(({ said }) => said),
  )
})
