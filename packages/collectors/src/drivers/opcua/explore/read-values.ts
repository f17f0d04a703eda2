import { AttributeIds, type ClientSession, type DataValue, type NodeId } from 'node-opcua-client'
import type { Limits } from '../limits.ts'

/** An attribute of each node, its value unless said otherwise; in as few calls as the server allows. */
export async function readValues(
  session: ClientSession,
  ids: readonly NodeId[],
  { nodesPerRead }: Limits,
  attributeId = AttributeIds.Value,
): Promise<DataValue[]> {
  const answers: DataValue[] = []
  for (let i = 0; i < ids.length; i += nodesPerRead)
    answers.push(
      ...(await session.read(ids.slice(i, i + nodesPerRead).map((nodeId) => ({ nodeId, attributeId })))),
    )
  return answers
}
