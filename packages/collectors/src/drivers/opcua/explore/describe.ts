import { formatTime, type Micros } from '@driftbild/core'
import {
  AttributeIds,
  type ClientSession,
  DataType,
  type DataValue,
  NodeClass,
  type NodeId,
  QualifiedName,
} from 'node-opcua-client'
import { followPaths } from '../browse-paths.ts'
import { timeOf } from '../data-value.ts'
import type { Limits } from '../limits.ts'
import type { Child } from './children.ts'
import { type ConditionNames, conditionsAt } from './condition.ts'
import { readValues } from './read-values.ts'

/** What a node says of itself: a variable of its value, an object whether it is an alarm condition. */
export interface Described {
  dataType: string | null
  value: string | null
  unit: string | null
  /** The server's word for it, `Good` … */
  status: string | null
  sourceTime: Micros | null
  condition: ConditionNames | null
}

const NOTHING: Described = {
  dataType: null,
  value: null,
  unit: null,
  status: null,
  sourceTime: null,
  condition: null,
}

/** Type, value and unit of each variable, names of each condition; in as few calls as the server allows. */
export async function describe(
  session: ClientSession,
  children: readonly Child[],
  limits: Limits,
): Promise<Described[]> {
  const variables = children.filter((child) => child.nodeClass === NodeClass.Variable)
  const ids = variables.map((child) => child.nodeId)
  const types = await readValues(session, ids, limits, AttributeIds.DataType)
  const values = await readValues(session, ids, limits)
  const units = await unitsOf(session, ids, limits)
  const names = await typeNames(session, types, limits)
  const objects = children.filter((child) => child.nodeClass === NodeClass.Object)
  const conditions = await conditionsAt(
    session,
    objects.map((child) => child.nodeId),
    limits,
  )
  const described = new Map<Child, Described>(
    objects.map((object, i) => [object, { ...NOTHING, condition: conditions[i]! }]),
  )
  for (const [i, variable] of variables.entries()) {
    const data = values[i]!
    described.set(variable, {
      ...NOTHING,
      dataType: names.get(String(types[i]!.value?.value)) ?? null,
      value: valueText(data),
      unit: units[i]!,
      status: data.statusCode.name,
      sourceTime: timeOf(data.sourceTimestamp, data.sourcePicoseconds),
    })
  }
  return children.map((child) => described.get(child) ?? NOTHING)
}

/** Symbols from the property EngineeringUnits, where there is one. */
async function unitsOf(
  session: ClientSession,
  ids: readonly NodeId[],
  limits: Limits,
): Promise<(string | null)[]> {
  const names = [new QualifiedName({ namespaceIndex: 0, name: 'EngineeringUnits' })]
  const property = await followPaths(
    session,
    ids.map((from) => ({ from, names })),
    limits,
    'Aggregates',
  )
  const there = property.filter((id) => id !== null)
  const values = await readValues(session, there, limits)
  const symbols = new Map(there.map((id, i) => [id, symbolOf(values[i]!)]))
  return property.map((id) => (id ? (symbols.get(id) ?? null) : null))
}

const symbolOf = ({ value }: DataValue): string | null =>
  (value?.value as { displayName?: { text?: string | null } } | null)?.displayName?.text || null

/** Built-in types are known by their numbers; others are asked for their names. */
async function typeNames(
  session: ClientSession,
  types: readonly DataValue[],
  limits: Limits,
): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  const others = new Map<string, NodeId>()
  for (const { value } of types) {
    const id = value?.value as NodeId | null
    if (!id) continue
    if (id.namespace === 0 && typeof id.value === 'number' && DataType[id.value])
      names.set(String(id), DataType[id.value]!)
    else others.set(String(id), id)
  }
  const answers = await readValues(session, [...others.values()], limits, AttributeIds.BrowseName)
  for (const [i, id] of [...others.keys()].entries())
    names.set(id, (answers[i]!.value?.value as QualifiedName | null)?.name ?? id)
  return names
}

const LONGEST = 60

function valueText({ value }: DataValue): string | null {
  const held: unknown = value?.value
  if (held === null || held === undefined) return null
  if (held instanceof Date) return formatTime(timeOf(held, 0) ?? 0)
  if (value.dataType === DataType.Int64 || value.dataType === DataType.UInt64) return wholeText(held)
  const isList = Array.isArray(held) || ArrayBuffer.isView(held)
  const text = isList ? `[${(held as ArrayLike<unknown>).length} values]` : String(held)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

/** The library gives 64 bits as a high and a low word. */
function wholeText(held: unknown): string {
  if (!Array.isArray(held) || held.length !== 2 || typeof held[0] !== 'number') return String(held)
  return String((BigInt(held[0]) << 32n) | BigInt(held[1] as number))
}
