import { HOUR, MINUTE, type Municipality, parseTime } from '@driftbild/core'
import { expect, test } from 'vitest'
import { dataNow } from './data-clock.ts'

const now = parseTime('2026-05-01T12:00:00Z')
const before = parseTime('2022-10-30T01:00:00Z')
const place = (recording: string | null): Municipality => ({
  code: '9990',
  name: 'Somewhere',
  zone: 'Europe/Rome',
  simulated: false,
  recording,
})

test.each([
  ['devices that report live live in our time', null, { source: now - MINUTE, arrived: now }, now],
  ['before anything has come there is only our time', null, null, now],
  [
    'an accelerated source goes on in its own time',
    null,
    { source: before, arrived: now - HOUR },
    before + HOUR,
  ],
  ['a recording stands at its newest reading', 'BWDF', { source: before, arrived: now - HOUR }, before],
  [
    'a recording of a moment ago stands too',
    'BWDF',
    { source: now - MINUTE, arrived: now - MINUTE },
    now - MINUTE,
  ],
  ['a recording that has not begun has our time', 'BWDF', null, now],
] as const)('%s', (_, recording, newest, expected) => {
  expect(dataNow({ municipality: place(recording), newest }, now)).toBe(expected)
})
