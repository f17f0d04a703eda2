import type { OpcuaDevice } from '@driftbild/devices'
import { type ClientSession, coerceNodeId } from 'node-opcua-client'
import type { DeviceFailure } from '../../../driver.ts'
import { connect } from '../connect.ts'
import { quietLibrary } from '../quiet.ts'
import type { OpcuaContext } from '../run.ts'
import { browse, type Seen } from './browse.ts'
import { pathTo } from './path-to.ts'

export { type OfferedEndpoint, offersOf, type ShownServer } from '../offers.ts'
export type { Seen } from './browse.ts'

/** A server that is looked at by a person. */
export interface Server {
  namespaces: readonly string[]
  /** Browse names from Objects to a node; null where it isn't below Objects or isn't there. */
  pathTo(nodeId: string): Promise<string[] | null>
  /** What lies below a node, Objects when left out. Throws where there is no such node. */
  browse(depth: number, nodeId?: string): AsyncGenerator<Seen>
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
  pathTo: (nodeId) => pathTo(session, coerceNodeId(nodeId)),
  async *browse(depth, nodeId) {
    if (nodeId === undefined) return yield* browse(session, { depth })
    const from = coerceNodeId(nodeId)
    yield* browse(session, { from, path: (await pathTo(session, from)) ?? [], depth })
  },
})
