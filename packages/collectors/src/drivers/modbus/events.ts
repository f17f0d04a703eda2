import {
  EVENT_WITHOUT_VALUE,
  type EventPage,
  judge,
  listEventPoints,
  type ModbusDevice,
  type ModbusProfile,
  mapped,
  pageToEvents,
  pageWords,
} from '@driftbild/devices'
import type { DeviceFailure, DriverSink, Taken } from '../../driver.ts'
import { toReading } from '../../to-reading.ts'
import { wait } from '../../wait.ts'
import { whereIs } from './failure.ts'
import type { ModbusLink } from './link.ts'

/** Milliseconds until a page that the outbox refused is handed over again. */
const HAND_OVER_AGAIN = 1000

/**
 * Empties a gateway's event buffer, page by page. Asking for the next page lets the gateway overwrite the one
 * before, so it is asked for only when the one before is on disk. Null when the device has no buffer.
 */
export function makeDrain(profile: ModbusProfile, device: ModbusDevice, now: () => number) {
  const buffer = profile.eventBuffer
  const points = new Map(mapped(listEventPoints(device), device.signals).map((p) => [p.index, p]))
  if (!buffer || points.size === 0) return null
  const keys = [...points.values()].map((p) => p.key)
  // Number and time of the newest events on disk: a new connection gets the last page once more.
  const names = { event: `${device.id}#event`, time: `${device.id}#time` }

  return async (link: ModbusLink, sink: DriverSink, signal: AbortSignal): Promise<DeviceFailure | null> => {
    while (!signal.aborted) {
      const answer = await link.read('input-register', buffer.address, pageWords(buffer))
      const received = now()
      if ('failure' in answer) return answer.failure
      if ('exception' in answer) return pageFailure(device, `exception ${answer.exception}`)
      let page: EventPage
      try {
        page = pageToEvents(buffer, answer.words)
      } catch (cause) {
        return pageFailure(device, (cause as Error).message, cause)
      }
      sink.heard(keys)
      if (page.events.length === 0) return null
      // A gateway that was reset counts from new, but its events are later than those before.
      const known = { event: sink.cursor(names.event) ?? 0, time: sink.cursor(names.time) ?? 0 }
      const fresh = page.events.filter((e) => e.sequence > known.event || e.time > known.time)
      const first = fresh[0]
      if (!first) continue
      if (known.event > 0 && first.sequence > known.event + 1) {
        sink.lost(keys, 'queue-overflow', known.time, first.time)
        sink.log(
          'warn',
          `${device.id} overwrote events ${known.event + 1}–${first.sequence - 1} before they were read`,
        )
      }
      const readings: Taken[] = []
      for (const { point: index, value, status, time } of fresh) {
        const place = points.get(index)
        if (!place) continue
        const { key, point } = place
        const decoded = value === null ? { reason: EVENT_WITHOUT_VALUE, status } : judge(point, value, status)
        const reading = toReading(decoded, { source: time, server: null, received })
        readings.push({ key, unit: point.unit, kind: point.kind.type, reading })
      }
      const newestTime = Math.max(...fresh.map((e) => e.time))
      // An event may wait for us as long as it likes; none lies in the future.
      sink.clock(Math.max(0, newestTime - received))
      const cursors = { [names.event]: fresh.at(-1)!.sequence, [names.time]: newestTime }
      while (!(await sink.take({ readings, cursors, numbered: true, retried: true }))) {
        await wait(HAND_OVER_AGAIN, signal)
        if (signal.aborted) return null
      }
    }
    return null
  }
}

const pageFailure = (device: ModbusDevice, why: string, cause?: unknown): DeviceFailure => ({
  reason: 'refused',
  message: `reading the event buffer of ${whereIs(device)}: ${why}: check that the device has the buffer of profile ${device.profile}`,
  cause,
  needsPerson: true,
})
