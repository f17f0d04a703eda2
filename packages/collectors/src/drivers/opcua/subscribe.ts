import type { OpcuaDevice } from '@driftbild/devices'
import {
  AttributeIds,
  type ClientSession,
  type ClientSubscription,
  type DataChangeNotification,
  type DataValue,
  type EventNotificationList,
  type NodeId,
  type NotificationMessage,
  type RepublishResponse,
  type StatusCode,
  StatusCodes,
  TimestampsToReturn,
  type Variant,
} from 'node-opcua-client'
import type { DeviceFailure } from '../../driver.ts'
import { eventFilter } from './event-fields.ts'
import { planBatches, revisions } from './monitoring.ts'
import type { Node } from './resolve.ts'

/** One notification message: new values in the order in which the server queued them. */
export interface Message {
  sequence: number
  values: { node: Node; data: DataValue }[]
  /** Fields of each event, in the order of the filter. */
  events: readonly (readonly Variant[])[]
}

export interface Watching {
  subscription: ClientSubscription
  watch(nodes: readonly Node[]): Promise<Watched>
  /** Has this object's events told too. */
  watchEvents(notifier: NodeId): Promise<StatusCode>
  /** Asks for a message once more; it comes through `onMessage`. False when the server no longer has it. */
  republish(sequence: number): Promise<boolean>
}

export interface Watched {
  /** Nodes that the server doesn't let us watch. */
  refused: { node: Node; failure: DeviceFailure }[]
  /** How it watches others than was asked for. */
  revised: string[]
}

/** A service of every session that the library's public type leaves out. */
type Republishing = ClientSession & {
  republish(
    request: { subscriptionId: number; retransmitSequenceNumber: number },
    done: (error: Error | null, response?: RepublishResponse) => void,
  ): void
}

const ITEMS_PER_CALL = 1000
/** That the server may hold between two publishings. */
const EVENTS = 1000
/** Publishings without a value after which the server says that it is still there. */
export const KEEP_ALIVE_COUNT = 10
/** Milliseconds that the server keeps the subscription for us while we are away. */
export const LIFETIME = 600_000

/**
 * Watches nodes: every new value, status or source time. `onMessage` gets every notification message in the
 * order of arrival, those that only say "still here" without values.
 */
export async function subscribe(
  session: ClientSession,
  device: OpcuaDevice,
  onMessage: (message: Message) => void,
): Promise<Watching> {
  const subscription = await session.createSubscription2({
    requestedPublishingInterval: device.publishing,
    requestedMaxKeepAliveCount: KEEP_ALIVE_COUNT,
    requestedLifetimeCount: Math.max(3 * KEEP_ALIVE_COUNT, Math.ceil(LIFETIME / device.publishing)),
    maxNotificationsPerPublish: 0,
    publishingEnabled: true,
    priority: 10,
  })
  const byHandle = new Map<number, Node>()
  // Values may come before the answer that says which item is which node.
  let waiting: NotificationMessage[] | null = null
  const handle = (message: NotificationMessage) => {
    if (waiting) return void waiting.push(message)
    const values: Message['values'] = []
    const events: Variant[][] = []
    for (const notification of message.notificationData ?? []) {
      if (notification?.schema.name === 'EventNotificationList')
        for (const { eventFields } of (notification as EventNotificationList).events ?? [])
          events.push(eventFields ?? [])
      if (notification?.schema.name !== 'DataChangeNotification') continue
      for (const { clientHandle, value } of (notification as DataChangeNotification).monitoredItems ?? []) {
        const node = byHandle.get(clientHandle)
        if (node) values.push({ node, data: value })
      }
    }
    const carries = (message.notificationData?.length ?? 0) > 0
    onMessage({ sequence: carries ? message.sequenceNumber : 0, values, events })
  }
  subscription.on('raw_notification', handle)

  async function watch(nodes: readonly Node[]): Promise<Watched> {
    const refused: Watched['refused'] = []
    const answers: Parameters<typeof revisions>[0][number][] = []
    waiting = []
    try {
      for (const { nodes: part, parameters } of planBatches(device, nodes, ITEMS_PER_CALL)) {
        const group = await subscription.monitorItems(
          part.map(({ nodeId }) => ({ nodeId, attributeId: AttributeIds.Value })),
          parameters,
          TimestampsToReturn.Both,
        )
        for (const [j, item] of group.monitoredItems.entries()) {
          const node = part[j]!
          if (item.statusCode.isGood()) {
            byHandle.set(item.monitoringParameters.clientHandle, node)
            answers.push({ node, asked: parameters, given: item.monitoringParameters })
          } else refused.push({ node, failure: unwatched(device, node, item.statusCode) })
        }
      }
    } finally {
      const held = waiting
      waiting = null
      for (const message of held) handle(message)
    }
    return { refused, revised: revisions(answers) }
  }

  async function watchEvents(notifier: NodeId): Promise<StatusCode> {
    const { monitoredItems } = await subscription.monitorItems(
      [{ nodeId: notifier, attributeId: AttributeIds.EventNotifier }],
      { samplingInterval: 0, queueSize: EVENTS, discardOldest: true, filter: eventFilter() },
      TimestampsToReturn.Neither,
    )
    return monitoredItems[0]!.statusCode
  }

  function republish(sequence: number): Promise<boolean> {
    const request = { subscriptionId: subscription.subscriptionId, retransmitSequenceNumber: sequence }
    return new Promise((resolve) => {
      ;(session as Republishing).republish(request, (error, response) => {
        const message = error ? null : response?.notificationMessage
        if (message) handle(message)
        resolve(Boolean(message))
      })
    })
  }
  return { subscription, watch, watchEvents, republish }
}

const unwatched = (device: OpcuaDevice, node: Node, status: StatusCode): DeviceFailure => ({
  reason: 'refused',
  message: `${device.id} at ${device.endpoint} does not let ${node.nodeId} (${node.key}) be watched: ${status.toString()}${deadbandRefused.has(status) ? ': change its deadband; one in % needs a node whose range the server knows (EURange)' : ''}`,
  needsPerson: true,
})

const deadbandRefused: ReadonlySet<StatusCode> = new Set([
  StatusCodes.BadDeadbandFilterInvalid,
  StatusCodes.BadMonitoredItemFilterUnsupported,
  StatusCodes.BadMonitoredItemFilterInvalid,
  StatusCodes.BadFilterNotAllowed,
])
