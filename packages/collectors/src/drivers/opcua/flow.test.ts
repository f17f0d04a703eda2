import { findProfile, type OpcuaProfile } from '@driftbild/devices'
import { DataType, DataValue, NodeId } from 'node-opcua-client'
import { expect, test } from 'vitest'
import { collectingSink } from '../../testing/collecting-sink.ts'
import { makeFlow } from './flow.ts'
import type { Node } from './resolve.ts'

const { points } = findProfile('generic/waterworks') as OpcuaProfile
const node: Node = { key: 'VV/level', point: points[0]!, nodeId: new NodeId(), hasHistory: true }
const at = (ms: number) => new Date(1_700_000_000_000 + ms)
const message = (ms: number, value: number) => ({
  sequence: 1,
  events: [],
  values: [
    {
      node,
      data: new DataValue({
        value: { dataType: DataType.Double, value },
        sourceTimestamp: at(ms),
        serverTimestamp: at(ms),
      }),
    },
  ],
})

test('the past of a node is asked for only once its values are told', () => {
  const sink = collectingSink()
  sink.cursors.set(node.key, at(0).getTime() * 1000)
  let asked = 0
  const flow = makeFlow(
    sink,
    () => 0,
    null,
    () => asked++,
  )
  flow.prepare([node])
  flow.deliver([message(20, 2)])
  // A history read now would end before the first value that is told begins.
  flow.mark([])
  expect(flow.incomplete()).toEqual([])
  flow.watched([node])
  expect(flow.incomplete()).toEqual([{ node, from: at(0).getTime() * 1000 }])
  expect(asked).toBeGreaterThan(0)
  // Nor does its cursor move on before the gap is filled.
  expect(sink.cursor(node.key)).toBe(at(0).getTime() * 1000)
  expect(flow.complete(node, at(10).getTime() * 1000)).toBe(at(20).getTime() * 1000)
})

test('a hole that opens while an older one is filled is filled too', () => {
  const sink = collectingSink()
  const micros = (ms: number) => at(ms).getTime() * 1000
  sink.cursors.set(node.key, micros(0))
  const flow = makeFlow(
    sink,
    () => 0,
    null,
    () => undefined,
  )
  flow.mark([node])
  flow.deliver([message(20, 2)])
  flow.mark([node])
  flow.deliver([message(50, 5)])
  expect(flow.complete(node, micros(15))).toBe(micros(15))
  expect(flow.incomplete()).toHaveLength(1)
  expect(flow.complete(node, micros(45))).toBe(micros(50))
  expect(flow.incomplete()).toEqual([])
})

test('a cursor goes no further than live values have come, or repeats of the history would be forgotten', () => {
  const micros = (ms: number) => at(ms).getTime() * 1000
  const sink = collectingSink()
  sink.cursors.set(node.key, micros(0))
  const flow = makeFlow(
    sink,
    () => 0,
    null,
    () => undefined,
  )
  flow.mark([node])
  expect(flow.complete(node, micros(90))).toBeNull()
  flow.mark([node])
  flow.deliver([message(30, 3)])
  expect(flow.complete(node, micros(90))).toBe(micros(30))
})

test('a signal that has never been read has its cursor where its history is to begin', async () => {
  const sink = collectingSink()
  const since = at(0).getTime() * 1000
  const flow = makeFlow(
    sink,
    () => 0,
    since,
    () => undefined,
  )
  flow.prepare([node])
  await expect.poll(() => sink.cursor(node.key)).toBe(since)
  sink.cursors.set(node.key, since + 1)
  flow.prepare([node])
  expect(sink.cursor(node.key)).toBe(since + 1)
})
