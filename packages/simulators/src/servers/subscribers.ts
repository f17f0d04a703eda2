import {
  coerceStatusCode,
  type MonitoredItem,
  MonitoringMode,
  type OPCUAServer,
  type ServerSession,
  type Subscription,
  type UAVariable,
} from 'node-opcua'

const OVERFLOW = 0x0480

/** Who listens to which variable, and how much more each listener can hold before it is sent. */
export interface Subscribers {
  /** Values that may be set now without any listener losing one; Infinity when nobody listens. */
  roomFor(node: UAVariable): number
  /** To be called before a value is set: makes the room that the protocol says a full queue makes. */
  prepare(node: UAVariable): void
  /** True while a connected client listens to anything. */
  anyone(): boolean
}

export function watchSubscribers(server: OPCUAServer, milliseconds: () => number): Subscribers {
  const items = new Map<UAVariable, Set<MonitoredItem>>()
  const lastSet = new WeakMap<UAVariable, number>()

  server.on('create_session', (session: ServerSession) => {
    session.on('new_subscription', (subscription: Subscription) => {
      subscription.on('monitoredItem', (item: MonitoredItem) => {
        const node = item.node as UAVariable
        const listeners = items.get(node) ?? new Set()
        items.set(node, listeners.add(item))
      })
      subscription.on('removeMonitoredItem', (item: MonitoredItem) => {
        items.get(item.node as UAVariable)?.delete(item)
      })
    })
  })

  return {
    roomFor(node) {
      const rested = milliseconds() - (lastSet.get(node) ?? -Infinity)
      let room = Infinity
      for (const item of items.get(node) ?? []) {
        if (isListening(item)) room = Math.min(room, roomIn(item, rested))
      }
      return room
    },
    prepare(node) {
      lastSet.set(node, milliseconds())
      for (const item of items.get(node) ?? []) dropOldestWhenFull(item)
    },
    anyone() {
      for (const listeners of items.values()) {
        for (const item of listeners) if (isListening(item)) return true
      }
      return false
    },
  }
}

/** A subscription outlives its connection for a while; nothing needs to wait for one that is cut. */
function isListening(item: MonitoredItem): boolean {
  const subscription = item.$subscription as Subscription | undefined
  if (!subscription?.publishingEnabled || item.monitoringMode !== MonitoringMode.Reporting) return false
  const channel = subscription.$session?.channel
  return channel !== undefined && !channel.aborted
}

/** `rested`: milliseconds since the variable was set last. */
function roomIn(item: MonitoredItem, rested: number): number {
  // Made, but its first value is not taken yet: the next would be lost in between.
  if (!item.isSampling) return 0
  const free = item.queueSize - item.queue.length
  if (item.isExceptionBased && item.samplingInterval <= 0) return free
  // A sampled item sees only what stands there when it looks: one value for two of its intervals.
  return rested >= 2 * item.samplingInterval ? Math.min(free, 1) : 0
}

/**
 * What the library does by itself when a queue overflows, except that there it insists that the value which
 * gets the overflow bit is a good one, and stops the process when a recorded gap stands in that place.
 */
function dropOldestWhenFull(item: MonitoredItem): void {
  if (item.queueSize < 2 || !item.discardOldest || item.queue.length < item.queueSize) return
  item.queue.shift()
  const oldest = item.queue[0]
  if (oldest && 'value' in oldest) {
    oldest.value.statusCode = coerceStatusCode((oldest.value.statusCode.value | OVERFLOW) >>> 0)
  }
}
