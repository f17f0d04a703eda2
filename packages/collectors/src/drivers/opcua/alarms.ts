import type { Micros } from '@driftbild/core'
import type { AlarmPoint, Mapped, NamedPoint, OpcuaDevice, OpcuaProfile } from '@driftbild/devices'
import { type ClientSession, DataType, type StatusCode, StatusCodes, type Variant } from 'node-opcua-client'
import type { DriverSink, Taken } from '../../driver.ts'
import { toReading } from '../../to-reading.ts'
import { type ConditionEvent, plainSource, toConditionEvent, UNCERTAIN } from './event-fields.ts'
import { resolveObject } from './resolve.ts'
import type { Watching } from './subscribe.ts'

/** Milliseconds until what the outbox refused, or the server didn't answer, is asked for again. */
const AGAIN = 10_000
/** Conditions without a signal that are named, once each. */
const MOST_NAMED = 50
const CONDITION_TYPE = 'i=2782'
const CONDITION_REFRESH = 'i=3875'

/**
 * Conditions as flags. Each event of a condition is a reading; after each connection, and whenever events may
 * have been missed, the server tells all that stand once more. One that stood for us and isn't among them has
 * cleared unseen: it gets a 0 at the time of the refresh, uncertain because nobody knows when.
 */
export interface Alarms {
  /** Keys of the signals whose conditions are told. */
  readonly keys: readonly string[]
  /** Has the events watched, if they aren't yet, and asks for what stands. */
  look(): Promise<void>
  deliver(events: readonly (readonly Variant[])[]): void
  /** Events may have been missed. */
  refresh(): void
  stop(): void
}

export function makeAlarms(options: {
  session: ClientSession
  device: OpcuaDevice
  profile: OpcuaProfile
  points: readonly Mapped<NamedPoint<AlarmPoint>>[]
  sink: DriverSink
  now: () => Micros
  watching: () => Pick<Watching, 'subscription' | 'watchEvents'>
}): Alarms {
  const { session, device, profile, points, sink, now } = options
  const where = `${device.id} at ${device.endpoint}`
  const all = points.map((point) => point.key)
  const byName = new Map(points.map((one) => [nameOf(one.point), one]))
  let keys: readonly string[] = []
  /** Told as standing since the refresh under way began; null when there is none. */
  let standing: Set<string> | null = null
  let timer: NodeJS.Timeout | undefined
  const unmapped = new Set<string>()
  let stopped = false
  let isLooking = false

  async function look(): Promise<void> {
    if (isLooking || all.length === 0 || keys.length > 0) return
    isLooking = true
    try {
      await watchAll()
    } finally {
      isLooking = false
    }
  }

  async function watchAll(): Promise<void> {
    const found = await resolveObject(session, device, profile, device.alarms!.notifier)
    if ('failure' in found) return sink.silent(found.failure, all)
    const status = await options.watching().watchEvents(found.nodeId)
    if (!status.isGood()) return sink.silent(unwatched(status), all)
    keys = all
    sink.heard(keys)
    await askForAll()
  }

  const unwatched = (status: StatusCode) => ({
    reason: 'refused' as const,
    message: `${where} does not let the events of ${device.alarms!.notifier} be watched: ${status.toString()}: check alarms.notifier`,
    needsPerson: true,
  })

  async function askForAll(): Promise<void> {
    clearTimeout(timer)
    const { statusCode } = await session.call({
      objectId: CONDITION_TYPE,
      methodId: CONDITION_REFRESH,
      inputArguments: [{ dataType: DataType.UInt32, value: options.watching().subscription.subscriptionId }],
    })
    if (statusCode.isGood()) return sink.caveat(null)
    if (statusCode === StatusCodes.BadRefreshInProgress) return askAgain()
    sink.caveat(
      `${where} does not tell which alarms stand (${statusCode.toString()}): one that cleared unseen stands until its next event`,
    )
  }

  const refresh = () => {
    if (keys.length === 0 || stopped) return
    askForAll().catch(() => askAgain())
  }
  const askAgain = () => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(refresh, AGAIN)
  }

  function tell(
    { key, point }: Mapped<NamedPoint<AlarmPoint>>,
    isActive: boolean,
    status: number,
    time: Micros | null,
  ) {
    const decoded = { value: isActive ? 1 : 0, status }
    const reading = toReading(decoded, { source: time, server: null, received: now() })
    const readings: Taken[] = [{ key, unit: point.unit, kind: 'flag', reading }]
    const cursors = { [standsFor(key)]: isActive ? reading.sourceTime : 0 }
    void sink.take({ readings, cursors }).then((all) => {
      if (!all) askAgain()
    })
  }

  function handle(event: ConditionEvent): void {
    if (event.type === 'refresh-required') refresh()
    else if (event.type === 'refresh-start') standing = new Set()
    else if (event.type === 'refresh-end') reconcile(event.time)
    else if (event.type === 'condition') {
      const one = byName.get(nameOf(event))
      if (one) note(one, event)
      else tellUnmapped(event.source, event.condition)
    }
  }

  function note(
    one: Mapped<NamedPoint<AlarmPoint>>,
    { isActive, status, time }: Extract<ConditionEvent, { type: 'condition' }>,
  ): void {
    if (isActive) standing?.add(one.key)
    else standing?.delete(one.key)
    tell(one, isActive, status, time)
  }

  function tellUnmapped(source: string, condition: string): void {
    const name = nameOf({ source, condition })
    if (unmapped.has(name) || unmapped.size >= MOST_NAMED) return
    unmapped.add(name)
    sink.log('info', `${where} tells of the condition ${condition} of ${source}, which is no signal here`)
  }

  function reconcile(time: Micros | null): void {
    const told = standing
    standing = null
    if (!told) return
    const cleared = points.filter(({ key }) => !told.has(key) && (sink.cursor(standsFor(key)) ?? 0) > 0)
    for (const one of cleared) tell(one, false, UNCERTAIN, time)
  }

  return {
    get keys() {
      return keys
    },
    look,
    deliver: (events) => {
      for (const event of events) handle(toConditionEvent(event))
    },
    refresh,
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}

const nameOf = ({ source, condition }: { source: string; condition: string }): string =>
  JSON.stringify([plainSource(source), condition])

/** Since when the condition stands as far as we told, 0 when it doesn't; kept with the outbox's cursors. */
const standsFor = (key: string): string => `${key}#active`
