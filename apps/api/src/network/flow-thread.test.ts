import { emptyNetwork, type Network } from '@driftbild/network'
import { expect, test } from 'vitest'
import { createFlowThread } from './flow-thread.ts'
import type { FlowOrder } from './reckon-flows.ts'

const common = { tag: null, comment: null }
/** A source at the corner of a square grid of streets; each crossing draws so many m³/h. */
function grid(side: number, draw: number): FlowOrder {
  const name = (x: number, y: number) => `crossing ${x} ${y}`
  const all = Array.from({ length: side * side }, (_, i) => [i % side, Math.floor(i / side)] as const)
  const nodes = all.map(([x, y]): Network['nodes'][number] => {
    const place = { ...common, id: name(x, y), position: [x * 100, y * 100] as [number, number] }
    return x + y === 0
      ? { ...place, type: 'reservoir', head: 60, pattern: null }
      : {
          ...{ ...place, type: 'junction', elevation: 5, emitter: null },
          demands: [{ base: draw, pattern: null, category: null }],
        }
  })
  const links = all.flatMap(([x, y]) =>
    [
      [x + 1, y],
      [x, y + 1],
    ].flatMap(([toX, toY]): Network['links'] =>
      toX! < side && toY! < side
        ? [
            {
              ...{ ...common, type: 'pipe', id: `${name(x, y)} – ${toX} ${toY}`, vertices: [] },
              ...{ from: name(x, y), to: name(toX!, toY!), length: 100, diameter: 150 },
              ...{ roughness: 120, minorLoss: 0, status: 'open' },
            },
          ]
        : [],
    ),
  )
  return { network: { ...emptyNetwork(), nodes, links }, feeds: new Set([name(0, 0)]) }
}
const patient = () => new AbortController().signal

test('flows are solved, and all that is drawn comes from the source', async () => {
  const { flows, basis, refused } = await createFlowThread().reckon(grid(3, 0.5), patient())
  expect({ basis, refused }).toEqual({ basis: 'hydraulics', refused: null })
  const out = ['crossing 0 0 – 1 0', 'crossing 0 0 – 0 1'].map((pipe) => flows.get(pipe)!)
  expect(out[0]! + out[1]!).toBeCloseTo(8 * 0.5, 3)
})

test('what EPANET refuses is shared out along the shortest ways, and told', async () => {
  const order = grid(3, 0.5)
  const { flows, basis, refused } = await createFlowThread().reckon({ ...order, feeds: new Set() }, patient())
  expect({ basis, refused }).toEqual({ basis: 'shortest-ways', refused: expect.stringMatching(/./) })
  expect([...flows.values()].every((flow) => flow === 0)).toBe(true)
})

test('meanwhile others have their turn here, and one who leaves ends it for the next', async () => {
  const thread = createFlowThread()
  const leaving = new AbortController()
  const order: string[] = []
  const large = thread.reckon(grid(70, 0.01), leaving.signal).then(
    () => order.push('large'),
    () => order.push('given up'),
  )
  const small = thread.reckon(grid(3, 0.5), patient()).then(() => order.push('small'))
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
  order.push('fifty turns')
  leaving.abort()
  await Promise.all([large, small])
  expect(order).toEqual(['fifty turns', 'given up', 'small'])
})
