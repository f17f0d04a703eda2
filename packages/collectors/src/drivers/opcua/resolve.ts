import type { Mapped, NamedPoint, OpcuaDevice, OpcuaPoint, OpcuaProfile } from '@driftbild/devices'
import { numericTypes } from '@driftbild/devices'
import {
  AccessLevelFlag,
  AttributeIds,
  type ClientSession,
  DataType,
  type NodeId,
  QualifiedName,
  resolveNodeId,
} from 'node-opcua-client'
import type { DeviceFailure } from '../../driver.ts'
import { followPaths } from './browse-paths.ts'
import { type Limits, readLimits } from './limits.ts'

export interface Node {
  key: string
  point: OpcuaPoint
  nodeId: NodeId
  /** The server keeps its past values. */
  hasHistory: boolean
}

export interface Resolved {
  nodes: Node[]
  /** Points that can't be read here as things are, and why. */
  missing: { key: string; failure: DeviceFailure }[]
}

const OBJECTS = resolveNodeId('ObjectsFolder')

/**
 * Where the points are in this server now. Namespace numbers may change with every restart of a server and
 * node ids with every download to it, so both are found anew at each connection from URIs and browse names.
 */
export async function resolveNodes(
  session: ClientSession,
  device: OpcuaDevice,
  profile: OpcuaProfile,
  points: readonly Mapped<NamedPoint<OpcuaPoint>>[],
): Promise<Resolved> {
  const uris = [...profile.namespaces, ...device.namespaces]
  const served = await session.readNamespaceArray()
  const limits = await readLimits(session)
  const found: Resolved = { nodes: [], missing: [] }
  const asked: { place: Mapped<NamedPoint<OpcuaPoint>>; path: string[] }[] = []
  for (const place of points) {
    const path = [...device.object.split('/'), ...place.point.path]
    const unknown = findUnknown(path, uris, served)
    if (unknown === undefined) asked.push({ place, path })
    else {
      const failure = missing(device, path, `the server knows no namespace ${unknown}`)
      found.missing.push({ key: place.key, failure })
    }
  }
  const nodeIds = await followPaths(
    session,
    asked.map(({ path }) => ({ from: OBJECTS, names: path.map((step) => qualify(step, uris, served)) })),
    limits,
  )
  const nodes: Node[] = []
  for (const [i, { place, path }] of asked.entries()) {
    const nodeId = nodeIds[i]
    if (nodeId) nodes.push({ key: place.key, point: place.point, nodeId, hasHistory: false })
    else found.missing.push({ key: place.key, failure: missing(device, path, 'there is no such node') })
  }
  await checkTypes(session, device, nodes, found, limits)
  return found
}

/** Where an object lies in this server now, by its browse path from Objects. */
export async function resolveObject(
  session: ClientSession,
  device: OpcuaDevice,
  profile: OpcuaProfile,
  path: string,
): Promise<{ nodeId: NodeId } | { failure: DeviceFailure }> {
  const uris = [...profile.namespaces, ...device.namespaces]
  const served = await session.readNamespaceArray()
  const steps = path.split('/')
  const unknown = findUnknown(steps, uris, served)
  if (unknown !== undefined)
    return { failure: missing(device, steps, `the server knows no namespace ${unknown}`) }
  const names = steps.map((step) => qualify(step, uris, served))
  const [nodeId] = await followPaths(session, [{ from: OBJECTS, names }], { pathsPerTranslate: 1 })
  return nodeId ? { nodeId } : { failure: missing(device, steps, 'there is no such node') }
}

/** The first namespace of a path that the server doesn't have. */
const findUnknown = (
  path: readonly string[],
  uris: readonly string[],
  served: readonly string[],
): string | undefined =>
  path.map((step) => uris[Number.parseInt(step, 10)]!).find((uri) => !served.includes(uri))

const qualify = (step: string, uris: readonly string[], served: readonly string[]): QualifiedName => {
  const [index, ...name] = step.split(':')
  return new QualifiedName({ namespaceIndex: served.indexOf(uris[Number(index)]!), name: name.join(':') })
}

/** Texts and arrays are refused here, once, instead of at every value. */
async function checkTypes(
  session: ClientSession,
  device: OpcuaDevice,
  nodes: Node[],
  found: Resolved,
  { nodesPerRead }: Limits,
): Promise<void> {
  const attributes = [AttributeIds.DataType, AttributeIds.ValueRank, AttributeIds.AccessLevel]
  const builtIn = new Map<string, number>()
  const each = Math.max(1, Math.floor(nodesPerRead / attributes.length))
  for (let i = 0; i < nodes.length; i += each) {
    const part = nodes.slice(i, i + each)
    const answers = await session.read(
      part.flatMap(({ nodeId }) => attributes.map((attributeId) => ({ nodeId, attributeId }))),
    )
    for (const [j, node] of part.entries()) {
      const [type, rank, access] = answers.slice(j * 3, j * 3 + 3).map((a) => a.value?.value)
      const name = String(type)
      if (type && !builtIn.has(name))
        builtIn.set(name, await builtInType(session, type as NodeId, node.nodeId))
      const dataType = builtIn.get(name) ?? DataType.Null
      const isArray = typeof rank === 'number' && rank >= 0
      if (
        isArray ||
        (dataType !== DataType.Null && dataType !== DataType.Variant && !numericTypes.has(dataType))
      ) {
        const what = isArray ? 'an array' : `a ${DataType[dataType]}`
        const failure = missing(
          device,
          node.point.path,
          `it is ${what}, and only single numbers can be signals`,
        )
        found.missing.push({ key: node.key, failure })
        continue
      }
      const hasHistory = typeof access === 'number' && (access & AccessLevelFlag.HistoryRead) !== 0
      found.nodes.push({ ...node, hasHistory })
    }
  }
}

async function builtInType(session: ClientSession, type: NodeId, of: NodeId): Promise<number> {
  if (type.namespace === 0 && typeof type.value === 'number' && type.value <= 25) return type.value
  try {
    return await session.getBuiltInDataType(of)
  } catch {
    return DataType.Null
  }
}

const missing = (device: OpcuaDevice, path: readonly string[], why: string): DeviceFailure => ({
  reason: 'node-missing',
  message: `${device.id} at ${device.endpoint}, ${path.join('/')}: ${why}: check object, namespaces and profile`,
  needsPerson: true,
})
