import { type Micros, parseTime } from '@driftbild/core'
import {
  listOpcuaPoints,
  type Mapped,
  mapped,
  type NamedPoint,
  type OpcuaDevice,
  type OpcuaPoint,
  type OpcuaProfile,
} from '@driftbild/devices'
import { type ClientSession, StatusCodes, VariableIds } from 'node-opcua-client'
import type { DeviceFailure, Driver, DriverSink } from '../../driver.ts'
import { makeBackFill } from './back-fill.ts'
import { type Connected, connect } from './connect.ts'
import { connectFailure } from './failure.ts'
import { makeFlow } from './flow.ts'
import { makeMissed } from './missed.ts'
import type { Pki } from './pki.ts'
import { quietLibrary } from './quiet.ts'
import { type Node, resolveNodes } from './resolve.ts'
import { KEEP_ALIVE_COUNT, LIFETIME, type Message, subscribe } from './subscribe.ts'

const WATCHDOG = 1000
/** Milliseconds without any attempt of the library to mend a link, after which we do it ourselves. */
const STUCK = 60_000

export interface OpcuaContext {
  now: () => Micros
  pki: () => Promise<Pki>
  /** Milliseconds between looks for nodes that weren't there. */
  lookAgain?: number
}

/** Subscribes to an OPC UA server, and fills from its history what was missed. */
export function opcuaDriver(device: OpcuaDevice, profile: OpcuaProfile, context: OpcuaContext): Driver {
  const points = mapped(listOpcuaPoints(profile, device), device.signals)
  return {
    async run(sink, signal) {
      quietLibrary()
      const opened = await connect(device, context.pki, signal)
      if (signal.aborted) return null
      if ('failure' in opened) return opened.failure
      const { connected } = opened
      try {
        const failure = await watchUntilFailure(device, profile, points, connected, sink, context, signal)
        return signal.aborted ? null : failure
      } catch (cause) {
        return signal.aborted ? null : connectFailure(device, cause as Error)
      } finally {
        await connected.close()
      }
    },
  }
}

async function watchUntilFailure(
  device: OpcuaDevice,
  profile: OpcuaProfile,
  points: Mapped<NamedPoint<OpcuaPoint>>[],
  { client, session, isTrusted }: Connected,
  sink: DriverSink,
  { now, lookAgain = 60_000 }: OpcuaContext,
  signal: AbortSignal,
): Promise<DeviceFailure | null> {
  const end = Promise.withResolvers<DeviceFailure | null>()
  const fail = (reason: DeviceFailure['reason'], why: string) =>
    end.resolve({ reason, message: `${device.id} at ${device.endpoint}: ${why}` })
  const aborted = () => end.resolve(null)
  signal.addEventListener('abort', aborted, { once: true })

  const since = device.since === undefined ? null : parseTime(device.since)
  const flow = makeFlow(sink, now, since, () => backFill.wake())
  const backFill = makeBackFill(session, () => flow, sink, now, device.id)
  const born = await identity(session)
  let nodes: Node[] = []
  let keys: string[] = []
  const setNodes = (watched: Node[]) => {
    nodes = watched
    keys = watched.map((n) => n.key)
  }
  /** Messages that came while it wasn't known whether this is still the server we resolved our nodes at. */
  let held: Message[] | null = null
  let contact = performance.now()
  let attempt = contact
  let lostAt = contact

  const receive = (message: Message) => {
    contact = performance.now()
    if (message.sequence > 0) missed.note(message.sequence)
    missed.heard()
    if (held) held.push(message)
    else {
      flow.deliver([message])
      leave(message)
      sink.heard(keys)
    }
  }
  const missed = makeMissed(
    (sequence) => republish(sequence),
    now,
    (messages, from, to) => {
      sink.lost(keys, 'queue-overflow', from, to)
      sink.log('warn', `${device.id} no longer had ${messages} messages that we missed`)
      flow.mark(nodes)
    },
  )
  const { subscription, watch, republish } = await subscribe(session, device, receive)

  // A server that lost our subscription was restarted: its numbers may mean other nodes now.
  subscription.on('subscriptionId_changed', () => fail('unreachable', 'the server was restarted'))
  subscription.on('terminated', () => fail('unreachable', 'the server ended our subscription'))
  session.on('session_closed', () => fail('unreachable', 'the server ended our session'))
  client.on('close', () => fail('unreachable', 'the connection was closed'))
  client.on('backoff', () => {
    attempt = performance.now()
  })
  client.on('connection_lost', () => {
    held ??= []
    lostAt = attempt = performance.now()
    sink.silent(
      { reason: 'unreachable', message: `${device.id} at ${device.endpoint}: the connection was lost` },
      keys,
    )
  })
  client.on(
    'connection_reestablished',
    () => void resume().catch((cause) => end.resolve(connectFailure(device, cause))),
  )

  /** The link is back: is it the same server, with the same numbers for the same nodes? */
  async function resume(): Promise<void> {
    if (!isTrusted()) return fail('refused', 'the server shows another certificate than before')
    if ((await identity(session)) !== born) return fail('unreachable', 'the server was restarted')
    await missed.close()
    const messages = (held ?? []).toSorted((a, b) => a.sequence - b.sequence)
    held = null
    flow.mark(nodes)
    flow.deliver(messages)
    contact = performance.now()
    sink.heard(keys)
  }

  /** Nodes that the server no longer has: they are looked for again, they may come back under another id. */
  function leave({ values }: Message): void {
    const gone = new Set(
      values.filter((v) => v.data.statusCode === StatusCodes.BadNodeIdUnknown).map((v) => v.node),
    )
    if (gone.size === 0) return
    setNodes(nodes.filter((node) => !gone.has(node)))
    for (const { key, point } of gone) {
      const message = `${device.id} at ${device.endpoint}: the server no longer has ${point.path.join('/')}`
      sink.silent({ reason: 'node-missing', message }, [key])
    }
  }

  /** Finds those points that aren't watched yet, and watches them. */
  async function look(wanted: Mapped<NamedPoint<OpcuaPoint>>[]): Promise<void> {
    const { nodes: found, missing } = await resolveNodes(session, device, profile, wanted)
    flow.prepare(found)
    const refused = await watch(found)
    const watched = found.filter((node) => !refused.some((r) => r.node === node))
    for (const { node } of refused) flow.giveUp(node)
    flow.watched(watched)
    setNodes([...nodes, ...watched])
    for (const { node, failure } of refused) sink.silent(failure, [node.key])
    for (const { key, failure } of missing) sink.silent(failure, [key])
    if (watched.length > 0) sink.heard(watched.map((n) => n.key))
  }

  // The library finds a dead link first and mends it, which loses nothing; this is for when it doesn't.
  const alive = device.publishing * KEEP_ALIVE_COUNT * 2 + 60_000
  const watchdog = setInterval(() => {
    const at = performance.now()
    if (held === null && missed.any) missed.close().catch(() => undefined)
    if (held === null && at - contact > alive)
      fail('timeout', `nothing came for ${Math.round(alive / 1000)} s`)
    if (held !== null && (at - attempt > STUCK || at - lostAt > LIFETIME))
      fail('unreachable', 'the connection was lost')
  }, WATCHDOG)
  // One look at a time: a node that is being added must not be added twice.
  let isLooking = false
  const lookForMissing = () => {
    if (isLooking || held !== null) return
    const known = new Set(keys)
    const unknown = points.filter((p) => !known.has(p.key))
    if (unknown.length === 0) return
    isLooking = true
    look(unknown)
      .catch((cause) => end.resolve(connectFailure(device, cause)))
      .finally(() => {
        isLooking = false
      })
  }
  const looking = setInterval(lookForMissing, lookAgain)
  try {
    lookForMissing()
    return await end.promise
  } finally {
    clearInterval(watchdog)
    clearInterval(looking)
    backFill.stop()
    signal.removeEventListener('abort', aborted)
    for (const emitter of [client, session, subscription]) emitter.removeAllListeners()
  }
}

/** What changes when a server is restarted or reconfigured: its start time and its namespaces, in their order. */
async function identity(session: ClientSession): Promise<string> {
  const [start, namespaces] = await session.read([
    { nodeId: `i=${VariableIds.Server_ServerStatus_StartTime}` },
    { nodeId: `i=${VariableIds.Server_NamespaceArray}` },
  ])
  if (start?.statusCode !== StatusCodes.Good) return JSON.stringify(namespaces?.value?.value)
  return JSON.stringify([start.value.value, namespaces?.value?.value])
}
