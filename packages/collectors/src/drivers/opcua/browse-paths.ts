import {
  BrowsePath,
  type ClientSession,
  type NodeId,
  type QualifiedName,
  RelativePath,
  resolveNodeId,
} from 'node-opcua-client'
import type { Limits } from './limits.ts'

/** The node at the end of each way, null where there is none; in as few calls as the server allows. */
export async function followPaths(
  session: ClientSession,
  ways: readonly { from: NodeId; names: readonly QualifiedName[] }[],
  { pathsPerTranslate }: Pick<Limits, 'pathsPerTranslate'>,
  references: 'HierarchicalReferences' | 'Aggregates' = 'HierarchicalReferences',
): Promise<(NodeId | null)[]> {
  const referenceTypeId = resolveNodeId(references)
  const found: (NodeId | null)[] = []
  for (let i = 0; i < ways.length; i += pathsPerTranslate) {
    const results = await session.translateBrowsePath(
      ways.slice(i, i + pathsPerTranslate).map(
        ({ from, names }) =>
          new BrowsePath({
            startingNode: from,
            relativePath: new RelativePath({
              elements: names.map((targetName) => ({
                referenceTypeId,
                isInverse: false,
                includeSubtypes: true,
                targetName,
              })),
            }),
          }),
      ),
    )
    for (const { statusCode, targets } of results)
      found.push(statusCode.isGood() ? (targets?.[0]?.targetId ?? null) : null)
  }
  return found
}
