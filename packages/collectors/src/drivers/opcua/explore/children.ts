import {
  BrowseDirection,
  type BrowseResult,
  type ClientSession,
  type NodeClass,
  type NodeId,
  type ReferenceDescription,
  resolveNodeId,
} from 'node-opcua-client'

export interface Child {
  nodeId: NodeId
  /** `index:name` */
  name: string
  nodeClass: NodeClass
}

const HIERARCHICAL = resolveNodeId('HierarchicalReferences')
/** Properties belong to their node; the ways that events take would show a node at a second place. */
const ASIDE = new Set(
  ['HasProperty', 'HasEventSource', 'HasNotifier'].map((name) => String(resolveNodeId(name))),
)
const OBJECTS_AND_VARIABLES = 1 | 2
/** Reference type, direction, class, names. */
const EVERYTHING = 63

/** References that a server is asked for at a time; it may give fewer. */
const PAGE = 200

/** What hangs directly below (or above) a node, as many at a time as the server gives. */
export async function* childrenOf(
  session: ClientSession,
  nodeId: NodeId,
  direction = BrowseDirection.Forward,
): AsyncGenerator<Child[]> {
  const told = new Set<string>()
  // The library sends its session's wish with every browse.
  session.requestedMaxReferencesPerNode = PAGE
  let result = await session.browse({
    nodeId,
    browseDirection: direction,
    referenceTypeId: HIERARCHICAL,
    includeSubtypes: true,
    nodeClassMask: OBJECTS_AND_VARIABLES,
    resultMask: EVERYTHING,
  })
  for (;;) {
    requireGood(nodeId, result)
    yield (result.references ?? []).filter((r) => isNew(r, told)).map(toChild)
    const next = result.continuationPoint
    if (!next || next.length === 0) return
    result = await session.browseNext(next, false)
  }
}

/** A node may hang below another by several references. */
function isNew({ nodeId, referenceTypeId }: ReferenceDescription, told: Set<string>): boolean {
  if (ASIDE.has(String(referenceTypeId)) || told.has(String(nodeId))) return false
  told.add(String(nodeId))
  return true
}

const toChild = ({ nodeId, browseName, nodeClass }: ReferenceDescription): Child => ({
  nodeId,
  name: `${browseName.namespaceIndex}:${browseName.name}`,
  nodeClass,
})

function requireGood(nodeId: NodeId, { statusCode }: BrowseResult): void {
  if (!statusCode.isGood()) throw new Error(`the server does not let ${nodeId} be browsed: ${statusCode}`)
}
