import { HOUR, SECOND } from '@driftbild/core'
import { findProfile, type OpcuaProfile } from '@driftbild/devices'
import { NodeId } from 'node-opcua-client'
import { expect, test } from 'vitest'
import { collectingSink } from '../../testing/collecting-sink.ts'
import { lookBack } from './look-back.ts'
import type { Node } from './resolve.ts'

const { points } = findProfile('generic/waterworks') as OpcuaProfile
const node: Node = { key: 'VV/level', point: points[0]!, nodeId: new NodeId(), hasHistory: true }
const NOW = 1_700_000_000 * SECOND

/** A server whose clock was right before, and is off by `offset` now; repeats are known since `known` before now. */
async function afterwards(offset: number | null, known: number) {
  const sink = collectingSink()
  await lookBack(sink, 'plc', 0, NOW - HOUR).settle()
  sink.forgotten.set(node.key, NOW - known)
  const look = lookBack(sink, 'plc', offset, NOW)
  const cursor = NOW - 60 * SECOND
  const from = look.begin(node, cursor)
  look.done(node, cursor)
  return { from: (from - NOW) / SECOND, lost: sink.losses }
}

test('a little is read again each time, as far as repeats are known', async () => {
  expect(await afterwards(0, HOUR)).toEqual({ from: -80, lost: [] })
  expect(await afterwards(0, 70 * SECOND)).toEqual({ from: -70 + 1e-6, lost: [] })
  expect(await afterwards(0, 30 * SECOND)).toEqual({ from: -60, lost: [] })
  expect(await afterwards(null, HOUR)).toEqual({ from: -80, lost: [] })
  expect(await afterwards(HOUR, HOUR)).toEqual({ from: -80, lost: [] })
})

test('from as far back as a clock was set, and what can’t be told apart there is named', async () => {
  expect(await afterwards(-600 * SECOND, HOUR)).toEqual({ from: -680, lost: [] })
  // Written since the clock was set back to 11 minutes ago, a minute of ours later.
  expect(await afterwards(-600 * SECOND, 500 * SECOND)).toEqual({
    from: -500 + 1e-6,
    lost: [
      {
        keys: [node.key],
        reason: 'clock-set-back',
        from: NOW - 660 * SECOND,
        to: NOW - 600 * SECOND,
      },
    ],
  })
  expect((await afterwards(-600 * SECOND, 630 * SECOND)).lost).toMatchObject([{ to: NOW - 630 * SECOND }])
})

test('a signal that was never read in this unit has nothing to look back to', () => {
  const sink = collectingSink()
  const look = lookBack(sink, 'plc', -HOUR, NOW)
  expect(look.begin(node, NOW)).toBe(NOW)
  look.done(node, NOW)
  expect(sink.losses).toEqual([])
})

test('a clock is compared with what it was when all of the past had been read', async () => {
  const sink = collectingSink()
  sink.forgotten.set(node.key, NOW - HOUR)
  const begin = (offset: number) => {
    const look = lookBack(sink, 'plc', offset, NOW)
    return { look, back: (NOW - look.begin(node, NOW)) / SECOND }
  }
  await begin(0).look.settle()
  expect(begin(-300 * SECOND).back).toBe(320)
  const again = begin(-300 * SECOND)
  expect(again.back).toBe(320)
  await again.look.settle()
  expect(begin(-300 * SECOND).back).toBe(20)
})
