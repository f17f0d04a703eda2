import type { OpcuaDevice } from '@driftbild/devices'
import { type ClientSession, coerceNodeId, type NodeId } from 'node-opcua-client'
import type { DeviceFailure } from '../../../driver.ts'
import { connect } from '../connect.ts'
import { quietLibrary } from '../quiet.ts'
import type { OpcuaContext } from '../run.ts'
import { browse, type Look, lookAt, type Seen } from './browse.ts'
import { pathTo } from './path-to.ts'

export { type OfferedEndpoint, offersOf, type ShownServer } from '../offers.ts'
export type { Seen } from './browse.ts'
export type { ConditionNames } from './condition.ts'

/** A server that is looked at by a person. */
export interface Server {
  namespaces: readonly string[]
  /** One node; null where it isn't below Objects or isn't there. */
  look(nodeId: string): Promise<Seen | null>
  /** What lies below a node, Objects when left out. Throws where there is no such node. */
  browse(look: Look & { from?: string }): AsyncGenerator<Seen>
}

/** Opens a session to look around, and closes it when the work is done; what the work throws is thrown. */
export async function visit<T>(
  device: OpcuaDevice,
  context: Pick<OpcuaContext, 'pki' | 'environment'>,
  signal: AbortSignal,
  work: (server: Server) => Promise<T>,
): Promise<{ value: T } | { failure: DeviceFailure }> {
  quietLibrary()
  const opened = await connect(device, context, signal)
  if ('failure' in opened) return opened
  const { session, close } = opened.connected
  try {
    return { value: await work(await serverOf(session)) }
  } finally {
    await close()
  }
}

const serverOf = async (session: ClientSession): Promise<Server> => ({
  namespaces: await session.readNamespaceArray(),
  async look(nodeId) {
    const node = nodeIdOf(nodeId)
    const path = await pathTo(session, node)
    return path && lookAt(session, node, path)
  },
  async *browse({ from, ...look }) {
    if (from === undefined) return yield* browse(session, look)
    const node = nodeIdOf(from)
    yield* browse(session, { ...look, from: node, path: (await pathTo(session, node)) ?? [] })
  },
})

function nodeIdOf(text: string): NodeId {
  try {
    return coerceNodeId(text)
  } catch (cause) {
    throw new Error(`${text} is no node id: one reads ns=2;s=P1.Power or ns=2;i=1001`, { cause })
  }
}
