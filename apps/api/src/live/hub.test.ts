import { expect, test } from 'vitest'
import type { LiveEvent } from '../contract/index.ts'
import { createHub, type Viewer } from './hub.ts'

const everything: Viewer = { municipality: '9999', wants: () => true }
const pump = (state: 'normal' | 'high'): LiveEvent => ({
  type: 'state',
  tag: 'P-1',
  state,
  prediction: null,
  underWork: false,
})
const publish = (hub: ReturnType<typeof createHub>, event: LiveEvent, municipality = '9999') =>
  hub.publish({ municipality, event, asset: 'P-1' })

test('a viewer that was slow gets the newest state once', async () => {
  const hub = createHub('a')
  const subscription = hub.subscribe(everything, null)
  publish(hub, pump('high'))
  publish(hub, pump('normal'))
  expect((await subscription.next()).map((d) => d.event)).toEqual([pump('normal')])
})

test('nothing of another municipality is delivered', async () => {
  const hub = createHub('a')
  const subscription = hub.subscribe(everything, null)
  publish(hub, pump('high'), '2580')
  publish(hub, pump('normal'))
  expect((await subscription.next()).map((d) => d.event)).toEqual([pump('normal')])
})

test('a viewer that comes back gets what it missed and nothing twice', async () => {
  const hub = createHub('a')
  const first = hub.subscribe(everything, null)
  publish(hub, pump('high'))
  const [seen] = await first.next()
  first.close()
  publish(hub, { type: 'changed', what: 'alarms' })
  const again = hub.subscribe(everything, seen!.id)
  expect((await again.next()).map((d) => d.event)).toEqual([{ type: 'changed', what: 'alarms' }])
})

test.each([
  ['another run', 'b.1'],
  ['a number that we never gave', 'a.99'],
  ['not an id', 'nonsense'],
])('a viewer with an id of %s is told to ask for everything again', async (_, lastId) => {
  const hub = createHub('a')
  publish(hub, pump('high'))
  const subscription = hub.subscribe(everything, lastId)
  const events = await subscription.next()
  const lists = [
    'alarms',
    'predictions',
    'faults',
    'work-orders',
    'collectors',
    'assets',
    'exports',
    'occasions',
  ]
  expect(new Set(events.map(({ event }) => event.type === 'changed' && event.what))).toEqual(new Set(lists))
})

test('a viewer that has missed more than is kept is told to ask for everything again', async () => {
  const hub = createHub('a')
  for (let i = 0; i < 7_000; i++) publish(hub, pump('high'))
  const subscription = hub.subscribe(everything, 'a.10')
  expect((await subscription.next()).every((d) => d.event.type === 'changed')).toBe(true)
})

test('closing the hub ends those who wait', async () => {
  const hub = createHub('a')
  const subscription = hub.subscribe(everything, null)
  const waiting = subscription.next()
  hub.close()
  expect(await waiting).toEqual([])
  expect(hub.viewers()).toBe(0)
})
