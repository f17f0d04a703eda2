import { parseTime } from '@driftbild/core'
import { AttributeIds, type ClientSession, type DataValue } from 'node-opcua-client'
import type { DeviceFailure } from '../../driver.ts'
import { wait } from '../../wait.ts'
import { makeBackFill } from './back-fill.ts'
import { connectFailure } from './failure.ts'
import { makeFlow } from './flow.ts'
import { knownNodes } from './known-nodes.ts'
import { readLimits } from './limits.ts'
import type { Node } from './resolve.ts'
import type { OpcuaRun } from './run.ts'

/**
 * Asks for the values at a fixed pace, for servers without subscriptions. What changes in between isn't seen.
 * A lost link isn't mended: with nothing queued at the server a new connection, with its nodes found anew,
 * costs nothing more.
 */
export async function pollUntilFailure(run: OpcuaRun, signal: AbortSignal): Promise<DeviceFailure | null> {
  const { device, profile, points, sink, context } = run
  const { client, session } = run.connected
  const end = Promise.withResolvers<DeviceFailure | null>()
  const ended = new AbortController()
  const finish = (failure: DeviceFailure | null) => {
    ended.abort()
    end.resolve(failure)
  }
  const aborted = () => finish(null)
  signal.addEventListener('abort', aborted, { once: true })
  client.on('connection_lost', () =>
    finish({ reason: 'unreachable', message: `${device.id} at ${device.endpoint}: the connection was lost` }),
  )

  const since = device.since === undefined ? null : parseTime(device.since)
  const flow = makeFlow(sink, context.now, since, () => backFill.wake())
  const backFill = makeBackFill(session, () => flow, sink, context.now, device.id)
  const failed = (cause: Error) => finish(connectFailure(device, cause))
  const known = knownNodes({
    ...{ session, device, profile, points, sink, flow, lookAgain: context.lookAgain },
    begin: async () => [],
    isUncertain: () => false,
    failed,
  })

  async function read(): Promise<void> {
    const { nodesPerRead } = await readLimits(session)
    await known.look()
    let due = performance.now()
    while (!ended.signal.aborted) {
      const values = await readValues(session, known.nodes, nodesPerRead)
      flow.deliver([{ sequence: 0, values, events: [] }])
      known.leave(values)
      sink.heard(known.keys)
      const read = performance.now()
      due = Math.max(due + device.every * 1000, read)
      await wait(due - read, ended.signal)
    }
  }
  try {
    read().catch(failed)
    return await end.promise
  } finally {
    known.stop()
    backFill.stop()
    signal.removeEventListener('abort', aborted)
    client.removeAllListeners()
  }
}

/** With the source's time and the server's, as the library always asks for both. */
async function readValues(
  session: ClientSession,
  nodes: readonly Node[],
  most: number,
): Promise<{ node: Node; data: DataValue }[]> {
  const values: { node: Node; data: DataValue }[] = []
  for (let i = 0; i < nodes.length; i += most) {
    const part = nodes.slice(i, i + most)
    const answers = await session.read(
      part.map(({ nodeId }) => ({ nodeId, attributeId: AttributeIds.Value })),
      0,
    )
    for (const [j, node] of part.entries()) values.push({ node, data: answers[j]! })
  }
  return values
}
