import type { Micros } from '@driftbild/core'
import { type ModbusDevice, type ModbusProfile, pointSpans, readRules } from '@driftbild/devices'
import { BACK_OFF, backOff } from '../../back-off.ts'
import type { DeviceFailure, Driver, DriverSink } from '../../driver.ts'
import { wait } from '../../wait.ts'
import { makeDrain } from './events.ts'
import type { ModbusLines } from './line.ts'
import { linkTo, type ModbusLink } from './link.ts'
import { makePoll } from './poll.ts'

/** Polls a Modbus unit at its own rhythm, and empties its event buffer where it has one. */
export function modbusDriver(
  device: ModbusDevice,
  profile: ModbusProfile,
  { now, lines }: { now: () => Micros; lines: ModbusLines },
): Driver {
  const spans = pointSpans(profile, device)
  const poll = makePoll(spans, readRules(profile, device), device)
  const drain = makeDrain(profile, device, now)
  const polled = spans.flatMap((span) => span.points.map((p) => p.key))

  /** Polls in a row in which a gateway couldn't reach the unit. */
  let absences = 0

  async function cycle(
    link: ModbusLink,
    sink: DriverSink,
    signal: AbortSignal,
  ): Promise<DeviceFailure | null> {
    if (polled.length > 0) {
      const { readings, clock, failure, absent } = await poll(link, now, sink.log)
      if (clock !== null) sink.clock(clock)
      // What came before the failure is as good as any other.
      if (readings.length > 0) await sink.take({ readings })
      if (failure) return failure
      sink.heard(polled)
      absences = absent ? absences + 1 : 0
      if (absent) return null
    }
    return drain ? drain(link, sink, signal) : null
  }

  return {
    async run(sink, signal) {
      const line = lines(device)
      const leave = line.enter()
      const link = linkTo(line, device, signal)
      const every = device.every * 1000
      let next = performance.now()
      try {
        while (!signal.aborted) {
          const failure = await cycle(link, sink, signal)
          if (failure) return signal.aborted ? null : failure
          const pause = absences > 0 ? Math.max(every, backOff(absences, BACK_OFF, Math.random())) : every
          // A poll that took longer than its period skips the ones it missed instead of catching up.
          next = Math.max(next + pause, performance.now())
          await wait(Math.max(0, next - performance.now()), signal)
        }
        return null
      } finally {
        leave()
      }
    },
  }
}
