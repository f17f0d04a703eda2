import type { Micros } from '@driftbild/core'
import {
  decodeSourceTime,
  decodeWords,
  listModbusPoints,
  type Mapped,
  type ModbusDevice,
  type ModbusPlace,
  type ModbusProfile,
  mapped,
  type TimeRegister,
  timeWords,
  wordTypes,
} from '@driftbild/devices'
import type { DeviceFailure, Log, Taken } from '../../driver.ts'
import { planReads, type Request, type Span } from '../../plan-reads.ts'
import { toReading } from '../../to-reading.ts'
import { exceptionOutcome, ILLEGAL_ADDRESS } from './exception.ts'
import type { ModbusLink } from './link.ts'

/** Points that must come in one request, because one time register speaks for all of them. */
export interface PointSpan extends Span {
  time: TimeRegister | null
  points: Mapped<ModbusPlace>[]
}

/** Unused registers worth reading to save a request. */
const GAP = 12

/** What the site maps of a device, as spans that may not be cut. */
export function pointSpans(profile: ModbusProfile, device: ModbusDevice): PointSpan[] {
  const groups = new Map<string, Mapped<ModbusPlace>[]>()
  for (const place of mapped(listModbusPoints(profile, device), device.signals)) {
    const { point, time } = place
    const name = time ? `time ${time.table} ${time.address}` : `${point.table} ${point.address}`
    const group = groups.get(name)
    if (group) group.push(place)
    else groups.set(name, [place])
  }
  return [...groups.values()].map((points) => {
    const { time, point } = points[0]!
    const runs: { address: number; length: number }[] = [
      ...points.map((p) => ({ address: p.point.address, length: wordTypes[p.point.type] })),
      ...(time ? [{ address: time.address, length: timeWords(time) }] : []),
    ]
    const address = Math.min(...runs.map((r) => r.address))
    const length = Math.max(...runs.map((r) => r.address + r.length)) - address
    return { table: point.table, address, length, time, points }
  })
}

/**
 * Asks a device for all its points, request by request. A device that refuses the unused registers between
 * two points gets them asked apart from then on.
 */
export function makePoll(spans: readonly PointSpan[], deviceId: string) {
  let requests: Request<PointSpan>[] = planReads(spans, GAP)
  const apart = (request: Request<PointSpan>) => request.spans.flatMap((span) => planReads([span], 0))

  return async (
    link: ModbusLink,
    now: () => Micros,
    log: Log,
  ): Promise<{ readings: Taken[]; failure?: DeviceFailure }> => {
    const readings: Taken[] = []
    const queue = [...requests]
    for (let request = queue.shift(); request; request = queue.shift()) {
      const answer = await link.read(request.table, request.address, request.length)
      const received = now()
      if ('failure' in answer) return { readings, failure: answer.failure }
      if ('words' in answer) {
        for (const span of request.spans)
          readings.push(...readSpan(span, answer.words, request.address, received))
        continue
      }
      if (answer.exception === ILLEGAL_ADDRESS && request.spans.length > 1) {
        log(
          'warn',
          `${deviceId} refuses ${request.table} ${request.address}–${request.address + request.length - 1} in one request; its points are asked for apart from now on`,
        )
        const parts = apart(request)
        requests = requests.flatMap((r) => (r === request ? parts : [r]))
        queue.unshift(...parts)
        continue
      }
      const outcome = exceptionOutcome(answer.exception)
      for (const { key, point } of request.spans.flatMap((s) => s.points)) {
        const reading = toReading(outcome, { source: null, server: null, received })
        readings.push({ key, unit: point.unit, kind: point.kind.type, reading })
      }
    }
    return { readings }
  }
}

/** Nothing where the device's own time says that it has no values yet. */
function readSpan(span: PointSpan, words: number[], from: number, received: Micros): Taken[] {
  const at = (address: number, length: number) => words.slice(address - from, address - from + length)
  const { time } = span
  const source = time && decodeSourceTime(time, at(time.address, timeWords(time)))
  if (time && source === null) return []
  return span.points.map(({ key, point }) => {
    const decoded = decodeWords(point, at(point.address, wordTypes[point.type]))
    const reading = toReading(decoded, { source, server: null, received })
    return { key, unit: point.unit, kind: point.kind.type, reading }
  })
}
