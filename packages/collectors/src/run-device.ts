import type { Micros } from '@driftbild/core'
import { BACK_OFF, backOff } from './back-off.ts'
import { DeviceSilences } from './device-silences.ts'
import type { DeviceFailure, Driver, DriverSink, Log } from './driver.ts'
import type { Outbox } from './outbox/outbox.ts'
import { wait } from './wait.ts'

export interface DeviceRun {
  /** Of the device, within its site. */
  id: string
  /** Keys of its signals. */
  keys: readonly string[]
  driver: Driver
  outbox: Outbox
  now: () => Micros
  log: Log
  /** Milliseconds. */
  backOff?: { first: number; most: number }
}

/** Milliseconds between attempts that only a person's change can turn into success. */
const PERSON_WAIT = 30_000

/**
 * Reads one device until the signal aborts. It waits longer after each failure, alone: others don't notice.
 * As long as it can't be read its signals have an open silence.
 */
export async function runDevice(run: DeviceRun, signal: AbortSignal): Promise<void> {
  const { id, driver, outbox, now } = run
  const log: Log = (level, message, context) => run.log(level, message, { device: id, ...context })
  const silences = new DeviceSilences(outbox, run.keys, now(), outbox.aliveBefore)
  let failures = 0
  let told = ''
  const tell = (failure: DeviceFailure) => {
    if (failure.message === told) return
    told = failure.message
    log(failure.needsPerson ? 'error' : 'warn', failure.message, { reason: failure.reason })
  }
  const sink: DriverSink = {
    take: (delivery) => outbox.take(delivery),
    heard(keys) {
      silences.heard(now(), keys)
      failures = 0
      if (told === '' || silences.isSilent) return
      log('info', `${id} can be read again`)
      told = ''
    },
    silent(failure, keys) {
      silences.silent(failure.reason, keys)
      tell(failure)
    },
    lost(keys, reason, from, to) {
      if (keys.length > 0) outbox.openSilence({ signals: [...keys], from, to: Math.max(from, to), reason })
    },
    cursor: (name) => outbox.cursor(name),
    log,
  }
  while (!signal.aborted) {
    const failure = await attempt(driver, sink, signal)
    if (!failure || signal.aborted) break
    silences.silent(failure.reason)
    tell(failure)
    failures++
    const pause = backOff(failures, run.backOff ?? BACK_OFF, Math.random())
    await wait(failure.needsPerson && !run.backOff ? Math.max(pause, PERSON_WAIT) : pause, signal)
  }
}

/** A driver's bug is that device's failure and nobody else's. */
async function attempt(driver: Driver, sink: DriverSink, signal: AbortSignal): Promise<DeviceFailure | null> {
  try {
    return await driver.run(sink, signal)
  } catch (cause) {
    const error = cause as Error
    return { reason: 'unreachable', message: `unexpected: ${error.stack ?? error.message}`, cause }
  }
}
