import { type ClientSession, type NodeId, QualifiedName } from 'node-opcua-client'
import { followPaths } from '../browse-paths.ts'
import { plainSource } from '../event-fields.ts'
import type { Limits } from '../limits.ts'
import { readValues } from './read-values.ts'

/** The names by which a condition's events are told from others. */
export interface ConditionNames {
  source: string
  condition: string
}

/** What it has of its own in every server (Part 9, AlarmConditionType). */
const PARTS = ['SourceName', 'ConditionName', 'ActiveState']

/** Which of the objects are alarm conditions, and of what. */
export async function conditionsAt(
  session: ClientSession,
  objects: readonly NodeId[],
  limits: Limits,
): Promise<(ConditionNames | null)[]> {
  const ways = objects.flatMap((from) =>
    PARTS.map((name) => ({ from, names: [new QualifiedName({ namespaceIndex: 0, name })] })),
  )
  const parts = await followPaths(session, ways, limits, 'Aggregates')
  const named = objects.map((_, i) => parts.slice(i * PARTS.length, (i + 1) * PARTS.length))
  const alarms = named.filter((ids) => ids.every((id) => id !== null)).map((ids) => ids.slice(0, 2))
  const values = await readValues(session, alarms.flat() as NodeId[], limits)
  return named.map((ids) => {
    const at = alarms.findIndex((alarm) => alarm[0] === ids[0])
    const [source, condition] =
      at < 0 ? [] : values.slice(at * 2, at * 2 + 2).map((data) => data.value?.value)
    if (typeof source !== 'string' || typeof condition !== 'string') return null
    return { source: plainSource(source), condition }
  })
}
