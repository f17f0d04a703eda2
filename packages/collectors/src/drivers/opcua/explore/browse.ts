import { AttributeIds, type ClientSession, NodeClass, type NodeId } from 'node-opcua-client'
import { readLimits } from '../limits.ts'
import { type Child, childrenOf } from './children.ts'
import { type Described, describe } from './describe.ts'
import { OBJECTS } from './path-to.ts'

/** A node of a server's address space, as a person looks at it. */
export interface Seen extends Described {
  nodeId: string
  /** Browse names from Objects, `index:name` with the server's own index. */
  path: readonly string[]
  kind: 'object' | 'variable'
  /** 1 for what lies directly below the node where the look began. */
  depth: number
}

export interface Look {
  /** Levels. */
  depth: number
  /** Ids of nodes that are told and not gone into. */
  closed?: readonly string[]
}

/** Nodes that are described in one go; the rest of a folder waits until somebody wants it. */
const PAGE = 200

/**
 * What lies below a node, each before what is below it, down to `depth`. Properties are left out. A node that
 * is reached on several ways is told once on each, and gone into on the first.
 */
export async function* browse(
  session: ClientSession,
  { from = OBJECTS, path = [], depth, closed = [] }: Look & { from?: NodeId; path?: readonly string[] },
): AsyncGenerator<Seen> {
  const limits = await readLimits(session)
  const entered = new Set([String(from), ...closed])

  async function* below(node: NodeId, above: readonly string[], level: number): AsyncGenerator<Seen> {
    // All names first, so that no continuation point stays open at the server while its children are looked at.
    const children: Child[] = []
    for await (const page of childrenOf(session, node)) children.push(...page)
    for (let i = 0; i < children.length; i += PAGE) {
      const page = children.slice(i, i + PAGE)
      const described = await describe(session, page, limits)
      for (const [j, child] of page.entries()) {
        const nodeId = String(child.nodeId)
        const own = [...above, child.name]
        const kind = child.nodeClass === NodeClass.Variable ? 'variable' : 'object'
        yield { nodeId, path: own, kind, depth: level, ...described[j]! }
        if (level >= depth || entered.has(nodeId)) continue
        entered.add(nodeId)
        yield* below(child.nodeId, own, level + 1)
      }
    }
  }
  yield* below(from, path, 1)
}

/** One node that lies at `path`. */
export async function lookAt(session: ClientSession, nodeId: NodeId, path: readonly string[]): Promise<Seen> {
  const limits = await readLimits(session)
  const read = await session.read({ nodeId, attributeId: AttributeIds.NodeClass })
  const nodeClass = read.value?.value as NodeClass
  const [described] = await describe(session, [{ nodeId, name: path.at(-1)!, nodeClass }], limits)
  const kind = nodeClass === NodeClass.Variable ? 'variable' : 'object'
  return { nodeId: String(nodeId), path, kind, depth: path.length, ...described! }
}
