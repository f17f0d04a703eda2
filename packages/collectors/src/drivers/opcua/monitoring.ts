import { type OpcuaDevice, type Sampled, sampledOf } from '@driftbild/devices'
import { DataChangeFilter, DataChangeTrigger, DeadbandType } from 'node-opcua-client'
import type { Node } from './resolve.ts'

export interface MonitoringParameters {
  samplingInterval: number
  queueSize: number
  discardOldest: boolean
  filter: DataChangeFilter
}

/** Nodes that are watched alike, at most so many in one call. */
export interface Batch {
  nodes: readonly Node[]
  parameters: MonitoringParameters
}

export function planBatches(device: OpcuaDevice, nodes: readonly Node[], most: number): Batch[] {
  const alike = Map.groupBy(nodes, ({ point }) => JSON.stringify(sampledOf(device, point.name)))
  return [...alike.values()].flatMap((group) => {
    const parameters = parametersOf(sampledOf(device, group[0]!.point.name))
    return Array.from({ length: Math.ceil(group.length / most) }, (_, i) => ({
      nodes: group.slice(i * most, (i + 1) * most),
      parameters,
    }))
  })
}

const deadbandTypes = {
  none: DeadbandType.None,
  absolute: DeadbandType.Absolute,
  percent: DeadbandType.Percent,
} as const

const parametersOf = ({ sampling, queue, discard, deadband }: Sampled): MonitoringParameters => ({
  samplingInterval: sampling,
  queueSize: queue,
  discardOldest: discard === 'oldest',
  filter: new DataChangeFilter({
    // With a deadband a server must not look at the source time: each new one would be a change.
    trigger:
      deadband.type === 'none' ? DataChangeTrigger.StatusValueTimestamp : DataChangeTrigger.StatusValue,
    deadbandType: deadbandTypes[deadband.type],
    deadbandValue: deadband.type === 'none' ? 0 : deadband.value,
  }),
})

type Revisable = Pick<MonitoringParameters, 'samplingInterval' | 'queueSize'>

/** What the server made of our wishes, as one sentence for each way in which it differs. */
export function revisions(answers: readonly { node: Node; asked: Revisable; given: Revisable }[]): string[] {
  const told = answers.flatMap(({ node, asked, given }) => {
    const parts: string[] = []
    if (given.samplingInterval !== asked.samplingInterval)
      parts.push(`samples every ${given.samplingInterval} ms instead of ${asked.samplingInterval} ms`)
    if (given.queueSize !== asked.queueSize)
      parts.push(`queues ${given.queueSize} values instead of ${asked.queueSize}`)
    return parts.map((what) => ({ what, key: node.key }))
  })
  return [...Map.groupBy(told, ({ what }) => what)].map(([what, alike]) => {
    const more = alike.length > 1 ? ` and ${alike.length - 1} more` : ''
    return `${what}: ${alike[0]!.key}${more}`
  })
}
