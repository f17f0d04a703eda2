import {
  AttributeIds,
  BrowseDirection,
  type ClientSession,
  type NodeId,
  type QualifiedName,
  resolveNodeId,
} from 'node-opcua-client'
import { childrenOf } from './children.ts'

export const OBJECTS = resolveNodeId('ObjectsFolder')
/** No address space of a device is deeper. */
const MOST_STEPS = 50

/** Browse names from Objects to a node, the shortest way; null where it doesn't lie below Objects. */
export async function pathTo(session: ClientSession, node: NodeId): Promise<string[] | null> {
  const read = await session.read({ nodeId: node, attributeId: AttributeIds.BrowseName })
  const browseName = read.value?.value as QualifiedName | null
  if (!browseName) return null
  const seen = new Set([String(node)])
  let level: { node: NodeId; name: string; path: string[] }[] = [
    { node, name: `${browseName.namespaceIndex}:${browseName.name}`, path: [] },
  ]
  for (let step = 0; step < MOST_STEPS && level.length > 0; step++) {
    const above: typeof level = []
    for (const { node: at, name, path } of level) {
      if (String(at) === String(OBJECTS)) return path
      for await (const page of childrenOf(session, at, BrowseDirection.Inverse)) {
        for (const parent of page) {
          if (seen.has(String(parent.nodeId))) continue
          seen.add(String(parent.nodeId))
          above.push({ node: parent.nodeId, name: parent.name, path: [name, ...path] })
        }
      }
    }
    level = above
  }
  return null
}
