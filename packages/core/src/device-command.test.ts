import { describe, expect, test } from 'vitest'
import {
  ANSWER_WITHIN,
  advance,
  CONFIRM_WITHIN,
  type DeviceCommand,
  type DeviceCommandEvent,
  deviceCommandStates,
  expire,
  SEND_WITHIN,
} from './device-command.ts'

const asked: DeviceCommand = {
  id: '00000000-0000-4000-8000-000000000001',
  signal: 'P-1/speed',
  value: 40,
  unit: 'Hz',
  reason: 'spolning',
  state: 'asked',
  askedBy: 'anna',
  askedAt: 1000,
  confirmedBy: null,
  confirmedAt: null,
  sentAt: null,
  until: 1000 + CONFIRM_WITHIN,
  result: null,
}
const confirm: DeviceCommandEvent = { type: 'confirm', by: 'anna', value: 40 }
const send: DeviceCommandEvent = { type: 'send' }
const done: DeviceCommandEvent = { type: 'answer', result: { result: 'done', value: 40 } }
const lost: DeviceCommandEvent = {
  type: 'answer',
  result: { result: 'not-confirmed', code: 'no-answer', context: {} },
}

const run = (events: readonly [DeviceCommandEvent, number][], from = asked) =>
  events.reduce<ReturnType<typeof advance>>(
    (command, [event, at]) => (typeof command === 'string' ? command : advance(command, event, at)),
    from,
  )

test('asked, confirmed, sent and done, with who and when', () => {
  expect(
    run([
      [confirm, 2000],
      [send, 3000],
      [done, 4000],
    ]),
  ).toEqual({
    ...asked,
    state: 'done',
    confirmedBy: 'anna',
    confirmedAt: 2000,
    sentAt: 3000,
    until: null,
    result: { result: 'done', value: 40 },
  })
})

const obstacles: [string, [DeviceCommandEvent, number][], string][] = [
  ['is not sent before it is confirmed', [[send, 2000]], 'command-state'],
  ['is not confirmed by another value', [[{ ...confirm, value: 4 }, 2000]], 'command-value'],
  [
    'is confirmed once',
    [
      [confirm, 2000],
      [confirm, 2001],
    ],
    'command-state',
  ],
  [
    'is sent once',
    [
      [confirm, 2000],
      [send, 3000],
      [send, 3001],
    ],
    'command-state',
  ],
  ['is not confirmed too late', [[confirm, 1000 + CONFIRM_WITHIN]], 'command-over'],
  [
    'is not sent too late',
    [
      [confirm, 2000],
      [send, 2000 + SEND_WITHIN],
    ],
    'command-over',
  ],
  [
    'is not withdrawn once it is on its way',
    [
      [confirm, 2000],
      [send, 3000],
      [{ type: 'withdraw' }, 4000],
    ],
    'command-state',
  ],
  [
    'is not sent once it is withdrawn',
    [
      [confirm, 2000],
      [{ type: 'withdraw' }, 2001],
      [send, 2002],
    ],
    'command-over',
  ],
  [
    'is not answered for before it was sent',
    [
      [confirm, 2000],
      [done, 3000],
    ],
    'command-state',
  ],
  [
    'is not done twice',
    [
      [confirm, 2000],
      [send, 3000],
      [done, 4000],
      [lost, 5000],
    ],
    'command-over',
  ],
]
test.each(obstacles)('%s', (_, events, obstacle) => {
  expect(run(events)).toBe(obstacle)
})

describe('time', () => {
  test('ends what nobody confirmed, and what no collector came for, as not sent', () => {
    expect(expire(asked, 1000 + CONFIRM_WITHIN - 1)).toBe(asked)
    expect(expire(asked, 1000 + CONFIRM_WITHIN)).toMatchObject({ state: 'expired', until: null })
    const confirmed = run([[confirm, 2000]]) as DeviceCommand
    expect(expire(confirmed, 2000 + SEND_WITHIN)).toMatchObject({ state: 'expired', sentAt: null })
  })

  test('makes what was sent and never answered for something to look at, which a late answer still settles', () => {
    const sent = run([
      [confirm, 2000],
      [send, 3000],
    ]) as DeviceCommand
    const over = expire(sent, 3000 + ANSWER_WITHIN)
    expect(over).toMatchObject({ state: 'not-confirmed', result: { code: 'no-answer' }, until: null })
    expect(advance(over, done, 3000 + 2 * ANSWER_WITHIN)).toMatchObject({ state: 'done' })
  })

  test('ends every state but the last ones', () => {
    const last = deviceCommandStates.filter((state) => expire({ ...asked, state }, 1e15).until !== null)
    expect(last).toEqual([])
  })
})
