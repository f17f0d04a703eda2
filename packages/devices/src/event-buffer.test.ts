import { SECOND, statusCodes } from '@driftbild/core'
import { expect, test } from 'vitest'
import { eventsToPage, pageToEvents, pageWords } from './event-buffer.ts'

const buffer = { address: 0, entries: 12 }
const at = 1_700_000_000 * SECOND

test('a full page fits one request and comes back as it was', () => {
  const events = Array.from({ length: 12 }, (_, i) => ({
    sequence: 100 + i,
    time: at + i * SECOND,
    point: i,
    status: 0,
    value: i / 3,
  }))
  const words = eventsToPage(buffer, { page: 70_000, events })
  expect(words).toHaveLength(124)
  expect(pageToEvents(buffer, words)).toEqual({ page: 70_000, events })
})

test('an event without a value keeps its time', () => {
  const missing = { sequence: 1, time: at, point: 0, status: statusCodes.BadNoData, value: null }
  expect(pageToEvents(buffer, eventsToPage(buffer, { page: 1, events: [missing] })).events).toEqual([missing])
})

test('what is no page is refused', () => {
  const words = eventsToPage(buffer, { page: 1, events: [] })
  expect(() => pageToEvents(buffer, words.slice(1))).toThrow('124 registers, got 123')
  expect(() => pageToEvents(buffer, words.with(2, 13))).toThrow('13 events announced')
  expect(() => pageToEvents(buffer, words.with(3, 9))).toThrow('event layout 9')
  expect(pageWords(buffer)).toBe(124)
})
