import { parseTime } from '@driftbild/core'
import { listAlarmPoints, mapped } from '@driftbild/devices'
import { type ClientSession, StatusCodes, VariableIds } from 'node-opcua-client'
import type { DeviceFailure } from '../../driver.ts'
import { makeAlarms } from './alarms.ts'
import { makeBackFill } from './back-fill.ts'
import { connectFailure } from './failure.ts'
import { makeFlow } from './flow.ts'
import { knownNodes } from './known-nodes.ts'
import { makeMissed } from './missed.ts'
import type { OpcuaRun } from './run.ts'
import { KEEP_ALIVE_COUNT, LIFETIME, type Message, subscribe } from './subscribe.ts'

const WATCHDOG = 1000
/** Milliseconds without any attempt of the library to mend a link, after which we do it ourselves. */
const STUCK = 60_000

/** Subscribes, and fills from the server's history what was missed. */
export async function watchUntilFailure(run: OpcuaRun, signal: AbortSignal): Promise<DeviceFailure | null> {
  const { device, profile, points, sink } = run
  const { client, session, isTrusted } = run.connected
  const { now, lookAgain } = run.context
  const end = Promise.withResolvers<DeviceFailure | null>()
  const fail = (reason: DeviceFailure['reason'], why: string) =>
    end.resolve({ reason, message: `${device.id} at ${device.endpoint}: ${why}` })
  const aborted = () => end.resolve(null)
  signal.addEventListener('abort', aborted, { once: true })

  const since = device.since === undefined ? null : parseTime(device.since)
  const flow = makeFlow(sink, now, since, () => backFill.wake())
  const backFill = makeBackFill(session, () => flow, sink, now, device.id)
  const born = await identity(session)
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
      known.leave(message.values)
      alarms.deliver(message.events)
      sink.heard(keys())
    }
  }
  const missed = makeMissed(
    (sequence) => republish(sequence),
    now,
    (messages, from, to) => {
      sink.lost(keys(), 'queue-overflow', from, to)
      sink.log('warn', `${device.id} no longer had ${messages} messages that we missed`)
      flow.mark(known.nodes)
      alarms.refresh()
    },
  )
  const alarms = makeAlarms({
    ...{ session, device, profile, sink, now },
    points: mapped(listAlarmPoints(device), device.signals),
    watching: () => watching,
  })
  // Asked for with each message; most devices have no alarms.
  const keys = () => (alarms.keys.length === 0 ? known.keys : [...known.keys, ...alarms.keys])
  const watching = await subscribe(session, device, receive)
  const { subscription, watch, republish } = watching
  const known = knownNodes({
    ...{ session, device, profile, points, sink, flow, lookAgain },
    begin: async (found) => {
      const { refused, revised } = await watch(found)
      for (const what of revised) sink.log('info', `${device.id} at ${device.endpoint} ${what}`)
      return refused
    },
    isUncertain: () => held !== null,
    failed: (cause) => end.resolve(connectFailure(device, cause)),
  })
  const { publishingInterval } = subscription
  if (publishingInterval !== device.publishing)
    sink.log(
      'info',
      `${device.id} at ${device.endpoint} publishes every ${publishingInterval} ms instead of ${device.publishing} ms`,
    )

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
      keys(),
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
    flow.mark(known.nodes)
    flow.deliver(messages)
    alarms.deliver(messages.flatMap((m) => m.events))
    alarms.refresh()
    contact = performance.now()
    sink.heard(keys())
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
  const lookForAlarms = () => {
    if (held === null) alarms.look().catch((cause) => end.resolve(connectFailure(device, cause)))
  }
  const looking = setInterval(lookForAlarms, lookAgain)
  try {
    void known.look()
    lookForAlarms()
    return await end.promise
  } finally {
    clearInterval(watchdog)
    clearInterval(looking)
    known.stop()
    alarms.stop()
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
