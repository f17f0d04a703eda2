import { join } from 'node:path'
import { DataType } from 'node-opcua'
import { expect, test, vi } from 'vitest'
import { opcuaServer } from '../../../testing/opcua-server.ts'
import { T0 } from '../../../testing/readings.ts'
import { stationDevice } from '../../../testing/station-device.ts'
import { temporaryFolder } from '../../../testing/temporary.ts'
import { lazyPki } from '../pki.ts'
import { offersOf, type Seen, type Server, visit } from './index.ts'

vi.setConfig({ testTimeout: 30_000 })

const now = () => Date.now() * 1000

async function look<T>(endpoint: string, work: (server: Server) => Promise<T>): Promise<T> {
  const pki = lazyPki(join(temporaryFolder(), 'pki'), now)
  const done = await visit(stationDevice(endpoint), { pki }, new AbortController().signal, work)
  if ('failure' in done) throw new Error(done.failure.message)
  return done.value
}
async function all(server: Server, depth: number, from?: string): Promise<Seen[]> {
  const seen: Seen[] = []
  for await (const one of server.browse({ depth, ...(from !== undefined && { from }) })) seen.push(one)
  return seen
}

test('what lies below Objects is told with its path, type, value and unit', async () => {
  const server = await opcuaServer({
    variables: {
      Pressure: { initial: [2.5, T0], range: { low: 0, high: 16 }, unit: 'bar' },
      Name: { dataType: DataType.String },
    },
  })
  const { seen, own } = await look(server.endpoint, async (at) => ({
    seen: await all(at, 2),
    own: at.namespaces.indexOf('urn:driftbild:generic'),
  }))
  expect(seen.find((one) => one.path.at(-1) === `${own}:Station`)).toMatchObject({
    kind: 'object',
    depth: 1,
    value: null,
  })
  expect(seen.find((one) => one.path.at(-1) === `${own}:Pressure`)).toMatchObject({
    path: [`${own}:Station`, `${own}:Pressure`],
    depth: 2,
    kind: 'variable',
    dataType: 'Double',
    value: '2.5',
    unit: 'bar',
    status: 'Good',
    sourceTime: T0,
  })
  // Properties are told of their node, not as nodes.
  expect(seen.some((one) => one.path.at(-1)!.endsWith(':EngineeringUnits'))).toBe(false)
  expect(seen.some((one) => one.depth > 2)).toBe(false)
})

test('a folder with more than one page is told whole, and a node’s path leads back to it', async () => {
  const names = Array.from({ length: 450 }, (_, i) => `V${i}`)
  const server = await opcuaServer({
    nodesPerRead: 50,
    variables: Object.fromEntries(names.map((name) => [name, {}])),
  })
  await look(server.endpoint, async (at) => {
    const own = at.namespaces.indexOf('urn:driftbild:generic')
    const station = (await all(at, 1)).find((one) => one.path[0] === `${own}:Station`)!
    const below = await all(at, 1, station.nodeId)
    expect(below.map((one) => one.path.join('/'))).toEqual(
      names.map((name) => `${own}:Station/${own}:${name}`),
    )
    expect(await at.look(below[449]!.nodeId)).toEqual({ ...below[449]!, depth: 2 })
    expect(await at.look('ns=1;s=nothing')).toBeNull()
    await expect(at.look('nothing')).rejects.toThrow(/nothing is no node id: one reads ns=2;s=P1.Power/)
    await expect(all(at, 1, 'ns=1;s=nothing')).rejects.toThrow(
      /does not let ns=1;s=nothing be browsed: BadNodeIdUnknown/,
    )
  })
})

test('a server is shown before it is trusted', async () => {
  const server = await opcuaServer({ variables: {} })
  expect(await offersOf({ id: 'x', endpoint: server.endpoint })).toMatchObject({
    shown: {
      offers: [
        { mode: 'None', policy: 'None' },
        { mode: 'SignAndEncrypt', policy: 'Basic256Sha256' },
      ],
      certificate: { thumbprint: server.thumbprint, validTo: expect.any(String) },
    },
  })
})
