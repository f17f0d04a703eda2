import { expect, test } from 'vitest'
import { momentOf, momentText, STEP_MS, stepOf, windowAround } from './time-window.ts'

const DAY = 86_400_000
const now = Date.parse('2026-05-04T12:02:00Z')
const noon = Date.parse('2026-05-04T12:00:00Z')
const stretch = { from: now - 60 * DAY, to: now }

test('without a moment a window ends at the last step', () => {
  expect(windowAround('day', stretch, [], null)).toEqual({ from: noon - DAY, to: noon })
  expect(windowAround('all', stretch, [], null)).toEqual({ from: noon - 60 * DAY, to: noon })
})

test('a window stands still as long as the moment lies in it', () => {
  const ended = noon - 3 * DAY
  expect(windowAround('day', stretch, [ended - DAY / 3], ended)).toEqual({ from: ended - DAY, to: ended })
})

test('a moment elsewhere brings the window to it, within what there is', () => {
  const at = noon - 10 * DAY
  expect(windowAround('day', stretch, [at], null)).toEqual({ from: at - DAY / 2, to: at + DAY / 2 })
  const first = stretch.from + STEP_MS
  expect(windowAround('day', stretch, [first], null).from).toBe(noon - 60 * DAY)
})

test('now brings it back from the past', () => {
  expect(windowAround('week', stretch, [], noon - 30 * DAY)).toEqual({ from: noon - 7 * DAY, to: noon })
})

test('two moments are both in it, however far apart they lie', () => {
  const far = [noon - 3 * DAY, noon - 20 * DAY]
  expect(windowAround('day', stretch, [noon, noon - 3 * DAY], null)).toEqual({
    from: noon - 7 * DAY,
    to: noon,
  })
  expect(windowAround('day', stretch, far, null)).toEqual({ from: noon - 60 * DAY, to: noon })
})

test('a past that is shorter than the window is shown whole', () => {
  expect(windowAround('week', { from: now - DAY, to: now }, [], null)).toEqual({ from: noon - DAY, to: noon })
})

test('a step is finer the less is shown', () => {
  const steps = [DAY, 7 * DAY, 60 * DAY].map((length) => stepOf({ from: 0, to: length }))
  expect(steps).toEqual([15, 60, 360].map((minutes) => minutes * 60_000))
})

test.each([
  ['2026-05-04T11:58:30Z', '2026-05-04T11:55:00Z'],
  ['2026-05-01T00:00:00+02:00', '2026-04-30T22:00:00Z'],
])('%s is the step %s', (text, step) => {
  expect(momentText(momentOf(text, now)!)).toBe(step)
})

test.each([undefined, '', 'yesterday', '2026-05-04T12:01:00Z', '2030-01-01T00:00:00Z'])(
  '%s is now',
  (text) => {
    expect(momentOf(text, now)).toBeNull()
  },
)
