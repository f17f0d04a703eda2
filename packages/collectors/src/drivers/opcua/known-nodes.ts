import type { Mapped, NamedPoint, OpcuaDevice, OpcuaPoint, OpcuaProfile } from '@driftbild/devices'
import { type ClientSession, type DataValue, StatusCodes } from 'node-opcua-client'
import type { DeviceFailure, DriverSink } from '../../driver.ts'
import type { Flow } from './flow.ts'
import { type Node, resolveNodes } from './resolve.ts'

/** The nodes of a device that are being read; what isn't there is looked for again and again. */
export interface KnownNodes {
  readonly nodes: readonly Node[]
  readonly keys: readonly string[]
  /** Begins to read what isn't read yet. One look at a time: a node must not be added twice. */
  look(): Promise<void>
  /** Nodes that the server says it no longer has; they may come back under another id. */
  leave(values: readonly { node: Node; data: DataValue }[]): void
  stop(): void
}

export interface KnownNodesOptions {
  session: ClientSession
  device: OpcuaDevice
  profile: OpcuaProfile
  points: readonly Mapped<NamedPoint<OpcuaPoint>>[]
  sink: DriverSink
  flow: Flow
  /** Milliseconds between looks. */
  lookAgain: number
  /** Begins to read nodes that were found; gives those that the server refuses. */
  begin(found: readonly Node[]): Promise<{ node: Node; failure: DeviceFailure }[]>
  /** It isn't known just now whether this is still the server that was looked through. */
  isUncertain(): boolean
  failed(cause: Error): void
}

export function knownNodes(options: KnownNodesOptions): KnownNodes {
  const { session, device, profile, points, sink, flow } = options
  let nodes: readonly Node[] = []
  let keys: string[] = []
  let isLooking = false
  const setNodes = (read: readonly Node[]) => {
    nodes = read
    keys = read.map((n) => n.key)
  }

  async function find(wanted: readonly Mapped<NamedPoint<OpcuaPoint>>[]): Promise<void> {
    const { nodes: found, missing } = await resolveNodes(session, device, profile, wanted)
    flow.prepare(found)
    const refused = await options.begin(found)
    const read = found.filter((node) => !refused.some((r) => r.node === node))
    for (const { node } of refused) flow.giveUp(node)
    flow.watched(read)
    setNodes([...nodes, ...read])
    for (const { node, failure } of refused) sink.silent(failure, [node.key])
    for (const { key, failure } of missing) sink.silent(failure, [key])
    if (read.length > 0) sink.heard(read.map((n) => n.key))
  }

  async function look(): Promise<void> {
    if (isLooking || options.isUncertain()) return
    const known = new Set(keys)
    const unknown = points.filter((p) => !known.has(p.key))
    if (unknown.length === 0) return
    isLooking = true
    try {
      await find(unknown)
    } catch (cause) {
      options.failed(cause as Error)
    } finally {
      isLooking = false
    }
  }

  const looking = setInterval(look, options.lookAgain)
  return {
    get nodes() {
      return nodes
    },
    get keys() {
      return keys
    },
    look,
    leave(values) {
      const gone = new Set(
        values.filter((v) => v.data.statusCode === StatusCodes.BadNodeIdUnknown).map((v) => v.node),
      )
      if (gone.size === 0) return
      setNodes(nodes.filter((node) => !gone.has(node)))
      for (const { key, point } of gone) {
        const message = `${device.id} at ${device.endpoint}: the server no longer has ${point.path.join('/')}`
        sink.silent({ reason: 'node-missing', message }, [key])
      }
    },
    stop: () => clearInterval(looking),
  }
}
