import { fromMillis, type Micros } from '@driftbild/core'
import {
  AttributeIds,
  EventFilter,
  resolveNodeId,
  SimpleAttributeOperand,
  type Variant,
} from 'node-opcua-client'

/** What an event says of a condition, or of a refresh of all of them. */
export type ConditionEvent =
  | { type: 'refresh-start' }
  | { type: 'refresh-end'; time: Micros | null }
  | { type: 'refresh-required' }
  | {
      type: 'condition'
      source: string
      condition: string
      isActive: boolean
      status: number
      time: Micros | null
    }
  | { type: 'other' }

const BASE_EVENT = 'BaseEventType'
const CONDITION = 'ConditionType'
const ALARM = 'AlarmConditionType'

/** In the order in which an event's values come. */
const fields = [
  [BASE_EVENT, 'EventType'],
  [BASE_EVENT, 'SourceName'],
  [BASE_EVENT, 'Time'],
  [CONDITION, 'ConditionName'],
  [CONDITION, 'BranchId'],
  [CONDITION, 'EnabledState', 'Id'],
  [CONDITION, 'Quality'],
  [ALARM, 'ActiveState', 'Id'],
] as const

export const eventFilter = (): EventFilter =>
  new EventFilter({
    selectClauses: fields.map(
      ([type, ...browsePath]) =>
        new SimpleAttributeOperand({
          typeDefinitionId: resolveNodeId(type),
          browsePath: browsePath.map((name) => ({ namespaceIndex: 0, name })),
          attributeId: AttributeIds.Value,
        }),
    ),
  })

/** A refresh comes between two events of its own; a full queue says so with another. */
const meanings: Readonly<Record<string, 'refresh-start' | 'refresh-end' | 'refresh-required'>> = {
  'ns=0;i=2787': 'refresh-start',
  'ns=0;i=2788': 'refresh-end',
  'ns=0;i=2789': 'refresh-required',
  'ns=0;i=3035': 'refresh-required',
}

export function toConditionEvent(values: readonly Variant[]): ConditionEvent {
  const [eventType, source, time, condition, branch, enabled, quality, active] = values.map((v) => v?.value)
  const meaning = meanings[String(eventType)]
  if (meaning) return { type: meaning, time: timeOf(time) }
  if (typeof condition !== 'string' || typeof source !== 'string' || typeof active !== 'boolean')
    return { type: 'other' }
  // A branch is an earlier state that nobody has acknowledged yet, not the one that stands.
  if (branch && !branch.isEmpty()) return { type: 'other' }
  return {
    type: 'condition',
    source,
    condition,
    isActive: active && enabled !== false,
    status: statusOf(enabled, quality?.value),
    time: timeOf(time),
  }
}

/** Some servers write a source as a browse name, whose number may be another one after a restart. */
export const plainSource = (source: string): string => source.replace(/^\d+:/, '')

export const UNCERTAIN = 0x40000000

/** The quality is that of what the condition looks at. Bad as it may be, the condition stands or it doesn't. */
function statusOf(enabled: unknown, quality: unknown): number {
  const status = typeof quality === 'number' ? quality >>> 0 : 0
  return enabled === false || status >>> 30 >= 2 ? UNCERTAIN : status
}

const timeOf = (time: unknown): Micros | null => (time instanceof Date ? fromMillis(time.getTime()) : null)
