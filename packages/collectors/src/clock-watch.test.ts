import { MINUTE, SECOND } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { type ClockChange, ClockWatch, certainOffset } from './clock-watch.ts'

/** What a watch with five seconds of patience says to these samples, in seconds. */
function told(...samples: number[]): ClockChange[] {
  const watch = new ClockWatch(5 * SECOND)
  return samples.flatMap((sample) => watch.note(sample * SECOND))
}

describe('a clock', () => {
  test('that is right, or nearly, is not spoken of', () => {
    expect(told(0, 1, -2, 4.9, 0, -4.9)).toEqual([])
  })

  test('that is off is told once, with how far', () => {
    expect(told(90, 91, 90, 89, 90)).toEqual([{ type: 'off', offset: 91 * SECOND }])
  })

  test('is not judged by one message that was held up', () => {
    expect(told(0, 0, -40, 0, 1, -60, 0)).toEqual([])
    expect(told(-40)).toEqual([])
  })

  test('that jumps is told with how far it jumped and where it stands since', () => {
    expect(told(0, 0, 0, -3600, -3600)).toEqual([
      { type: 'jumped', by: -3600 * SECOND, offset: -3600 * SECOND },
      { type: 'off', offset: -3600 * SECOND },
    ])
  })

  test('that is set right has jumped, and is right', () => {
    expect(told(90, 90, 0, 0).slice(1)).toEqual([
      { type: 'jumped', by: -90 * SECOND, offset: 0 },
      { type: 'right' },
    ])
  })

  test('that drifts is told when it leaves the tolerance, and again when it has gone on by as much', () => {
    const drift = Array.from({ length: 200 }, (_, i) => i / 10)
    expect(told(...drift).map((change) => change.type)).toEqual(['off', 'off', 'off'])
  })

  test('on the border is not told again and again', () => {
    const border = Array.from({ length: 300 }, (_, i) => 5 + Math.sin(i / 20))
    expect(told(...border)).toHaveLength(1)
  })
})

test('a report gives the median, whether it is off, and how often it jumped', () => {
  const watch = new ClockWatch(5 * SECOND)
  expect(watch.report()).toBeNull()
  for (const sample of [0, 0, 60, 61, 62]) watch.note(sample * SECOND)
  expect(watch.report()).toEqual({ offset: 61 * SECOND, isOff: true, jumps: 1 })
  watch.forget()
  expect(watch.report()).toBeNull()
})

test('a time that a sound clock could have shown proves nothing against it', () => {
  expect(certainOffset(-4 * MINUTE, 5 * MINUTE)).toBe(0)
  expect(certainOffset(-9 * MINUTE, 5 * MINUTE)).toBe(-4 * MINUTE)
  expect(certainOffset(SECOND, 5 * MINUTE)).toBe(SECOND)
})
