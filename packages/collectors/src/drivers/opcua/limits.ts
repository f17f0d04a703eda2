import { type ClientSession, VariableIds } from 'node-opcua-client'

/** How much one call may ask of a server. Those that don't say get calls that every server takes. */
export interface Limits {
  nodesPerRead: number
  pathsPerTranslate: number
}

const CAUTIOUS = 100
const MOST = 1000

export async function readLimits(session: ClientSession): Promise<Limits> {
  const answers = await session.read(
    [
      VariableIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead,
      VariableIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerTranslateBrowsePathsToNodeIds,
    ].map((id) => ({ nodeId: `i=${id}` })),
  )
  const [nodesPerRead, pathsPerTranslate] = answers.map((answer) => {
    const said = Number(answer.value?.value ?? 0)
    return said > 0 ? Math.min(said, MOST) : CAUTIOUS
  })
  return { nodesPerRead: nodesPerRead!, pathsPerTranslate: pathsPerTranslate! }
}
