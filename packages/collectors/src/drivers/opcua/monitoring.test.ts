import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { opcuaServer } from '../../testing/opcua-server.ts'
import { T0 } from '../../testing/readings.ts'
import { collectStation, startStation } from '../../testing/station-device.ts'
import { temporaryFolder } from '../../testing/temporary.ts'
import { until } from '../../testing/until.ts'

vi.setConfig({ testTimeout: 30_000 })

const seconds = (n: number) => T0 + n * 1e6

describe('settings of a signal', () => {
  test('override the device’s, and what the server makes of both is told', async () => {
    const server = await opcuaServer({
      variables: {
        Pressure: { initial: [1, T0], minimumSampling: 250 },
        Level: { initial: [2, T0], minimumSampling: 250 },
      },
    })
    const { sink } = startStation(server.endpoint, {
      sampling: 500,
      overrides: { level: { sampling: 10, queue: 90_000 } },
    })
    await until('both', () => sink.values('S1/pressure').length > 0 && sink.values('S1/level').length > 0)
    const where = `station at ${server.endpoint}`
    expect(sink.messages).toEqual([
      `${where} samples every 250 ms instead of 10 ms: S1/level`,
      expect.stringMatching(new RegExp(`^${where} queues \\d+ values instead of 90000: S1/level$`)),
    ])
  })

  test('an absolute deadband keeps small changes back, however often their time changes', async () => {
    const server = await opcuaServer({
      variables: { Pressure: { initial: [1, T0] }, Level: { initial: [1, T0] } },
    })
    const { sink } = startStation(server.endpoint, { overrides: { pressure: { deadband: 0.5 } } })
    await until('both', () => sink.values('S1/pressure').length > 0 && sink.values('S1/level').length > 0)
    for (const [i, value] of [1.2, 1.4, 1.6, 1.7, 3].entries()) {
      server.put('Pressure', value, seconds(i + 1))
      server.put('Level', value, seconds(i + 1))
    }
    await until(
      'the last',
      () => sink.values('S1/pressure').includes(3) && sink.values('S1/level').includes(3),
    )
    expect(sink.values('S1/pressure')).toEqual([1, 1.6, 3])
    expect(sink.values('S1/level')).toEqual([1, 1.2, 1.4, 1.6, 1.7, 3])
  })

  test('a deadband in percent is one of the node’s range, and refused in words where it has none', async () => {
    const server = await opcuaServer({
      variables: {
        Pressure: { initial: [100, T0], range: { low: 0, high: 1000 } },
        Level: { initial: [100, T0] },
      },
    })
    const { sink } = startStation(server.endpoint, { deadband: '2 %' })
    await until('the first', () => sink.values('S1/pressure').length > 0)
    for (const [i, value] of [110, 119, 121, 160].entries()) server.put('Pressure', value, seconds(i + 1))
    await until('the last', () => sink.values('S1/pressure').includes(160))
    expect(sink.values('S1/pressure')).toEqual([100, 121, 160])
    expect(sink.silences[0]).toMatchObject({
      keys: ['S1/level'],
      failure: {
        reason: 'refused',
        message: expect.stringMatching(
          /\(S1\/level\) be watched: Bad.*: change its deadband; one in % needs a node whose range the server knows/,
        ),
      },
    })
  })
})

describe('a queue that was too short, without a history to fill it from', () => {
  test.each([
    { discard: 'oldest', got: [0, 46, 47, 48, 49, 50], gap: [0, 46] },
    { discard: 'newest', got: [0, 1, 2, 3, 4, 50], gap: [4, 50] },
  ] as const)('names the gap where the $discard were dropped', async ({ discard, got, gap }) => {
    const server = await opcuaServer({ variables: { Pressure: { initial: [0, T0] } } })
    const { values, silences, messages } = collectStation(
      server.endpoint,
      join(temporaryFolder(), 'outbox.sqlite'),
      { overrides: { pressure: { queue: 5, discard } }, publishing: 200 },
    )
    await until('the subscription', () => values().includes(0))
    for (let i = 1; i <= 50; i++) server.put('Pressure', i, seconds(i))
    await until('the last', () => values().includes(50))
    expect(values()).toEqual(got)
    expect(silences()).toMatchObject([
      { signals: ['S1/pressure'], reason: 'queue-overflow', from: seconds(gap[0]), to: seconds(gap[1]) },
    ])
    for (let i = 51; i <= 90; i++) server.put('Pressure', i, seconds(i))
    await until('the second gap', () => silences().length === 2)
    expect(messages.filter((m) => m.includes('dropped values of S1/pressure'))).toEqual([
      'the server dropped values of S1/pressure before we could take them, they are lost: a longer queue, less frequent sampling or a deadband helps',
    ])
  })
})
