import type { Micros } from '@driftbild/core'
import type { ModbusDevice, ModbusProfile } from '@driftbild/devices'
import type { DeviceFailure, Driver, DriverSink } from '../../driver.ts'
import { wait } from '../../wait.ts'
import { makeDrain } from './events.ts'
import { type ModbusLink, openLink } from './link.ts'
import { makePoll, pointSpans } from './poll.ts'

/** Polls a Modbus TCP device at its own rhythm, and empties its event buffer where it has one. */
export function modbusDriver(
  device: ModbusDevice,
  profile: ModbusProfile,
  { now }: { now: () => Micros },
): Driver {
  const spans = pointSpans(profile, device)
  const poll = makePoll(spans, device.id)
  const drain = makeDrain(profile, device, now)
  const polled = spans.flatMap((span) => span.points.map((p) => p.key))

  async function cycle(
    link: ModbusLink,
    sink: DriverSink,
    signal: AbortSignal,
  ): Promise<DeviceFailure | null> {
    if (polled.length > 0) {
      const { readings, failure } = await poll(link, now, sink.log)
      // What came before the failure is as good as any other.
      if (readings.length > 0) await sink.take({ readings })
      if (failure) return failure
      sink.heard(polled)
    }
    return drain ? drain(link, sink, signal) : null
  }

  return {
    async run(sink, signal) {
      const opened = await openLink(device, signal)
      if ('failure' in opened) return signal.aborted ? null : opened.failure
      const { link } = opened
      const every = device.every * 1000
      let next = performance.now()
      try {
        while (!signal.aborted) {
          const failure = await cycle(link, sink, signal)
          if (failure) return signal.aborted ? null : failure
          // A poll that took longer than its period skips the ones it missed instead of catching up.
          next = Math.max(next + every, performance.now())
          await wait(Math.max(0, next - performance.now()), signal)
        }
        return null
      } finally {
        link.close()
      }
    },
  }
}
