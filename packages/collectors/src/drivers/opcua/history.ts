import { MINUTE, type Micros, toMillis } from '@driftbild/core'
import {
  type ClientSession,
  type DataValue,
  HistoryData,
  HistoryReadRequest,
  ReadRawModifiedDetails,
  StatusCodes,
  TimestampsToReturn,
} from 'node-opcua-client'
import { timeOf } from './data-value.ts'
import type { Node } from './resolve.ts'

export interface HistoryPage {
  node: Node
  values: DataValue[]
  /** Nothing more of this node up to the end that was asked for. */
  done: boolean
}

export interface HistoryFailure {
  node: Node
  /** It keeps no history after all, as against: not just now. */
  never: boolean
  message: string
}

const NODES_PER_CALL = 20
const VALUES_PER_NODE = 1000

/**
 * Raw past values of each node from its own start up to `end`, in the server's pages. `handle` is awaited
 * before the next page is asked for, so that the outbox sets the pace.
 */
export async function readHistory(
  session: ClientSession,
  wanted: readonly { node: Node; from: Micros }[],
  end: Micros,
  handle: (page: HistoryPage) => Promise<void>,
  signal: AbortSignal,
): Promise<HistoryFailure[]> {
  const failures: HistoryFailure[] = []
  // One request has one start: nodes that begin near each other are asked together, and what lies before
  // a node's own start is left out.
  const groups = Map.groupBy(wanted, ({ from }) => Math.floor(from / MINUTE))
  for (const group of groups.values()) {
    const from = Math.min(...group.map((one) => one.from))
    for (let i = 0; i < group.length; i += NODES_PER_CALL) {
      let open = group.slice(i, i + NODES_PER_CALL).map((one) => ({ ...one, point: null as Buffer | null }))
      while (open.length > 0) {
        if (signal.aborted) return failures
        const response = await session.historyRead(
          new HistoryReadRequest({
            historyReadDetails: new ReadRawModifiedDetails({
              isReadModified: false,
              startTime: new Date(toMillis(from)),
              endTime: new Date(toMillis(end)),
              numValuesPerNode: VALUES_PER_NODE,
              returnBounds: false,
            }),
            timestampsToReturn: TimestampsToReturn.Both,
            releaseContinuationPoints: false,
            nodesToRead: open.map(({ node, point }) => ({
              nodeId: node.nodeId,
              ...(point ? { continuationPoint: point } : {}),
            })),
          }),
        )
        const next: typeof open = []
        for (const [j, { node, from: own }] of open.entries()) {
          const result = response.results?.[j]
          const status = result?.statusCode
          if (!result || !status || status.isBad()) {
            const never =
              status === StatusCodes.BadHistoryOperationUnsupported ||
              status === StatusCodes.BadHistoryOperationInvalid ||
              status === StatusCodes.BadUserAccessDenied
            failures.push({ node, never, message: status?.toString() ?? 'no answer' })
            continue
          }
          const point = result.continuationPoint
          const more = point && point.length > 0
          const values =
            result.historyData instanceof HistoryData ? (result.historyData.dataValues ?? []) : []
          const isWanted = (v: DataValue) => (timeOf(v.sourceTimestamp, v.sourcePicoseconds) ?? own) >= own
          await handle({ node, values: values.filter(isWanted), done: !more })
          if (more) next.push({ node, from: own, point })
        }
        open = next
      }
    }
  }
  return failures
}
