import { formatTime, type Micros } from '@driftbild/core'
import {
  AttributeIds,
  BrowsePath,
  type ClientSession,
  DataType,
  type DataValue,
  NodeClass,
  type NodeId,
  QualifiedName,
  RelativePath,
  resolveNodeId,
} from 'node-opcua-client'
import { timeOf } from '../data-value.ts'
import type { Limits } from '../limits.ts'
import type { Child } from './children.ts'

/** What a variable says of itself; nothing of this for an object. */
export interface Described {
  dataType: string | null
  value: string | null
  unit: string | null
  /** The server's word for it, `Good` … */
  status: string | null
  sourceTime: Micros | null
}

const NOTHING: Described = { dataType: null, value: null, unit: null, status: null, sourceTime: null }

/** Type, value and unit of each; in as few calls as the server allows. */
export async function describe(
  session: ClientSession,
  children: readonly Child[],
  limits: Limits,
): Promise<Described[]> {
  const variables = children.filter((child) => child.nodeClass === NodeClass.Variable)
  const ids = variables.map((child) => child.nodeId)
  const types = await readAll(session, ids, AttributeIds.DataType, limits)
  const values = await readAll(session, ids, AttributeIds.Value, limits)
  const units = await unitsOf(session, ids, limits)
  const names = await typeNames(session, types, limits)
  const described = new Map(
    variables.map((variable, i) => {
      const data = values[i]!
      return [
        variable,
        {
          dataType: names.get(String(types[i]!.value?.value)) ?? null,
          value: valueText(data),
          unit: units[i]!,
          status: data.statusCode.name,
          sourceTime: timeOf(data.sourceTimestamp, data.sourcePicoseconds),
        },
      ] as const
    }),
  )
  return children.map((child) => described.get(child) ?? NOTHING)
}

async function readAll(
  session: ClientSession,
  ids: readonly NodeId[],
  attributeId: AttributeIds,
  { nodesPerRead }: Limits,
): Promise<DataValue[]> {
  const answers: DataValue[] = []
  for (let i = 0; i < ids.length; i += nodesPerRead)
    answers.push(
      ...(await session.read(ids.slice(i, i + nodesPerRead).map((nodeId) => ({ nodeId, attributeId })))),
    )
  return answers
}

/** Symbols from the property EngineeringUnits, where there is one. */
async function unitsOf(
  session: ClientSession,
  ids: readonly NodeId[],
  limits: Limits,
): Promise<(string | null)[]> {
  const property: (NodeId | null)[] = []
  for (let i = 0; i < ids.length; i += limits.pathsPerTranslate) {
    const results = await session.translateBrowsePath(
      ids.slice(i, i + limits.pathsPerTranslate).map(
        (startingNode) =>
          new BrowsePath({
            startingNode,
            relativePath: new RelativePath({
              elements: [
                {
                  referenceTypeId: resolveNodeId('HasProperty'),
                  isInverse: false,
                  includeSubtypes: true,
                  targetName: new QualifiedName({ namespaceIndex: 0, name: 'EngineeringUnits' }),
                },
              ],
            }),
          }),
      ),
    )
    for (const { statusCode, targets } of results)
      property.push(statusCode.isGood() ? (targets?.[0]?.targetId ?? null) : null)
  }
  const there = property.filter((id) => id !== null)
  const values = await readAll(session, there, AttributeIds.Value, limits)
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
  const answers = await readAll(session, [...others.values()], AttributeIds.BrowseName, limits)
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
