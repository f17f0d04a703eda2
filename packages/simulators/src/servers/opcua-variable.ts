import { type Micros, statusCodes, toMillis } from '@driftbild/core'
import type { OpcuaPoint } from '@driftbild/devices'
import {
  type AddressSpace,
  coerceStatusCode,
  DataType,
  DataValue,
  type IVariableHistorian,
  type Namespace,
  type QualifiedNameOptions,
  type ReadRawModifiedDetails,
  type UAObject,
  type UAVariable,
  Variant,
} from 'node-opcua'
import type { History, Observed } from './history.ts'

/** One variable that a server plays: what it says now, and what it remembers. */
export interface PlayedVariable {
  node: UAVariable
  /** Each call is seen by every subscriber that asked for changes. */
  set(observed: Observed): void
}

const WAITING = new DataValue({ statusCode: coerceStatusCode(statusCodes.BadWaitingForInitialData) })

/**
 * Adds the variable under `parent`. The library's own setter knows milliseconds only, so the value is bound
 * by a getter and its change announced: that way source times keep their microseconds.
 */
export function addVariable(
  parent: UAObject,
  namespace: Namespace,
  point: Pick<OpcuaPoint, 'kind'>,
  browseName: QualifiedNameOptions,
  history: History | null,
  now: () => Micros,
): PlayedVariable {
  const dataType = dataTypes[point.kind.type]
  const access = history ? 'CurrentRead | HistoryRead' : 'CurrentRead'
  let current = WAITING
  const node = namespace.addVariable({
    componentOf: parent,
    browseName,
    dataType,
    minimumSamplingInterval: 0,
    accessLevel: access,
    userAccessLevel: access,
  })
  node.bindVariable({ timestamped_get: () => current }, true)
  if (history) {
    const addressSpace = namespace.addressSpace as AddressSpace
    addressSpace.installHistoricalDataNode(node, { historian: historianOf(history, dataType) })
  }
  return {
    node,
    set(observed) {
      current = dataValueOf(observed, dataType, now())
      node.emit('value_changed', current.clone())
    },
  }
}

const dataTypes = {
  measure: DataType.Double,
  counter: DataType.Double,
  state: DataType.Int32,
  flag: DataType.Boolean,
} as const

function historianOf(history: History, dataType: DataType): IVariableHistorian {
  return {
    // The history is kept by whoever sets the values.
    push: async () => {},
    extractDataValues(details: ReadRawModifiedDetails, most, newestFirst, reverse, callback) {
      const found = history
        .between(startOf(details.startTime), endOf(details.endTime), most, newestFirst)
        .map((sample) => dataValueOf(sample, dataType, sample.time))
      callback(null, reverse ? found.reverse() : found)
    },
  }
}

function dataValueOf({ time, value, status }: Observed, dataType: DataType, servedAt: Micros): DataValue {
  const result = new DataValue(null)
  result.value =
    value === null
      ? new Variant({ dataType: DataType.Null })
      : new Variant({ dataType, value: dataType === DataType.Boolean ? value !== 0 : value })
  result.statusCode = coerceStatusCode(value === null && status === 0 ? statusCodes.BadNoData : status)
  result.sourceTimestamp = new Date(toMillis(time))
  result.sourcePicoseconds = picosecondsOf(time)
  result.serverTimestamp = new Date(toMillis(servedAt))
  result.serverPicoseconds = picosecondsOf(servedAt)
  return result
}

/** The part below a millisecond, in the unit in which the library carries it. */
const picosecondsOf = (at: Micros): number => (at - toMillis(at) * 1000) * 1_000_000

// A request's times have milliseconds, and year 1601 stands for "not given".
const isGiven = (time: Date | null): time is Date => time !== null && time.getUTCFullYear() > 1601
const startOf = (time: Date | null): Micros => (isGiven(time) ? time.getTime() * 1000 : -Infinity)
const endOf = (time: Date | null): Micros => (isGiven(time) ? time.getTime() * 1000 + 999 : Infinity)
