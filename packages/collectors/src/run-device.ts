import { type Micros, SECOND } from '@driftbild/core'
import { BACK_OFF, backOff } from './back-off.ts'
import { tellClock } from './clock-notes.ts'
import { CLOCK_TOLERANCE, ClockWatch } from './clock-watch.ts'
import type { DeviceReport } from './device-report.ts'
import { DeviceSilences } from './device-silences.ts'
import type { Delivery, DeviceFailure, Driver, DriverSink, Log } from './driver.ts'
import type { Outbox } from './outbox/outbox.ts'
import { unlessAborted, wait } from './wait.ts'

export interface DeviceRun {
  /** Of the device, within its site. */
  id: string
  /** Keys of its signals. */
  keys: readonly string[]
  driver: Driver
  outbox: Outbox
  now: () => Micros
  log: Log
  /** Until when it was read before; null where it never was. What an earlier life of the outbox says without it. */
  readBefore?: Micros | null
  /** How far its clock may be off. */
  tolerance?: Micros
  /** Milliseconds. */
  backOff?: { first: number; most: number }
}

export interface DeviceLoop {
  /** When it is read no more; what it handed over is in the outbox, and its silences stay as they are. */
  done: Promise<void>
  report(): DeviceReport
  /** Our own clock was set. */
  forgetClock(): void
  /** How far its clock may be off from now on. */
  tolerateClock(tolerance: Micros): void
  /** Ends what is told of it: after it is done, where somebody else reads its signals from now on, or nobody. */
  settle(): void
}

/** A time in the future by less may be ours. */
const LATENCY = SECOND
/** Milliseconds between attempts that only a person's change can turn into success. */
const PERSON_WAIT = 30_000

/**
 * Reads one device until the signal aborts. It waits longer after each failure, alone: others don't notice.
 * As long as it can't be read its signals have an open silence.
 */
export function runDevice(run: DeviceRun, signal: AbortSignal): DeviceLoop {
  const { id, driver, outbox, now } = run
  const log: Log = (level, message, context) => run.log(level, message, { device: id, ...context })
  const readBefore = run.readBefore === undefined ? outbox.aliveBefore : run.readBefore
  const silences = new DeviceSilences(outbox, run.keys, now(), readBefore)
  const clock = new ClockWatch(run.tolerance ?? CLOCK_TOLERANCE)
  const owner = { device: id, signals: run.keys, advice: 'set its clock, or give it a time server' }
  const known = { readings: 0, newest: null as Micros | null, heard: null as Micros | null, reconnects: 0 }
  let failures = 0
  let told = ''
  let caveat: string | null = null
  /** How far source times lay in the future since its clock was last looked at. */
  let ahead: Micros = 0
  /** It answered before, and does not since. */
  let isLost = false
  const tell = (failure: DeviceFailure) => {
    if (failure.message === told) return
    told = failure.message
    log(failure.needsPerson ? 'error' : 'warn', failure.message, { reason: failure.reason })
  }
  const sink: DriverSink = {
    take(delivery) {
      known.readings += delivery.readings.length
      known.newest = newestOf(delivery, known.newest)
      ahead = Math.max(ahead, aheadOf(delivery))
      // A disk that takes nothing holds up a device, not its end: what was handed over is written with the next commit.
      return unlessAborted(outbox.take(delivery), signal, false)
    },
    heard(keys) {
      known.heard = now()
      if (isLost) known.reconnects++
      isLost = false
      silences.heard(known.heard, keys)
      failures = 0
      if (told === '' || silences.isSilent) return
      log('info', `${id} can be read again`)
      told = ''
    },
    silent(failure, keys) {
      // One node that is missing is no lost device.
      isLost ||= known.heard !== null && (keys ?? run.keys).length === run.keys.length
      silences.silent(failure.reason, keys)
      tell(failure)
    },
    lost(keys, reason, from, to) {
      if (keys.length > 0) outbox.openSilence({ signals: [...keys], from, to: Math.max(from, to), reason })
    },
    cursor: (name) => outbox.cursor(name),
    remembersAfter: (key, unit) => outbox.remembersAfter(key, unit),
    caveat(message) {
      if (message !== null && message !== caveat) log('warn', message)
      caveat = message
    },
    clock(offset) {
      const sample = ahead > LATENCY ? Math.max(offset, ahead) : offset
      ahead = 0
      for (const change of clock.note(sample)) tellClock(outbox.clocks, owner, change, now(), log)
    },
    log,
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      const failure = await attempt(driver, sink, signal)
      if (!failure || signal.aborted) break
      sink.silent(failure)
      failures++
      const pause = backOff(failures, run.backOff ?? BACK_OFF, Math.random())
      await wait(failure.needsPerson && !run.backOff ? Math.max(pause, PERSON_WAIT) : pause, signal)
    }
  }
  return {
    done: loop(),
    report: () => ({ id, ...known, problem: told === '' ? null : told, caveat, clock: clock.report() }),
    forgetClock: () => clock.forget(),
    tolerateClock: (tolerance) => clock.tolerate(tolerance),
    settle() {
      silences.end(now())
      outbox.clocks.close(id, now())
    },
  }
}

function newestOf({ readings }: Delivery, before: Micros | null): Micros | null {
  let newest = before
  for (const { reading } of readings) {
    if (newest === null || reading.sourceTime > newest) newest = reading.sourceTime
  }
  return newest
}

/** A value may be as old as it likes, but not of the future: behind a server that is right a device may be wrong. */
function aheadOf({ readings }: Delivery): Micros {
  let ahead = 0
  for (const { reading } of readings) {
    if (reading.clock === 'device') ahead = Math.max(ahead, reading.sourceTime - reading.receivedTime)
  }
  return ahead
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
