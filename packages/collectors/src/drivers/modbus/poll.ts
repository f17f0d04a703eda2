import { type Micros, type ReportingRule, SECOND } from '@driftbild/core'
import {
  decodeSourceTime,
  decodeWords,
  type ModbusDevice,
  type PointSpan,
  type ReadRules,
  timeWords,
  wordTypes,
} from '@driftbild/devices'
import { certainOffset } from '../../clock-watch.ts'
import type { DeviceFailure, Log, Taken } from '../../driver.ts'
import { planReads, type Request } from '../../plan-reads.ts'
import { toReading } from '../../to-reading.ts'
import { exceptionOutcome, ILLEGAL_ADDRESS, isUnitAbsent } from './exception.ts'
import type { ModbusLink } from './link.ts'

/** What one poll brought. */
export interface Polled {
  readings: Taken[]
  /** How far the device's clock is off; null where it has none, or no values yet. */
  clock: Micros | null
  failure?: DeviceFailure
  /** A gateway answered that the unit behind it doesn't. */
  absent?: boolean
}

/**
 * Asks a device for all its points, request by request. A device that refuses the unused registers between
 * two points gets them asked apart from then on. One that a gateway can't reach is asked once a poll, not once
 * a request: each costs its neighbours the gateway's own time-out.
 */
export function makePoll(
  spans: readonly PointSpan[],
  rules: ReadRules,
  { id: deviceId, every }: Pick<ModbusDevice, 'id' | 'every'>,
) {
  let requests: Request<PointSpan>[] = planReads(spans, rules)
  /** The time that each last showed: one that stands still says that its values are old, and nothing of its clock. */
  const shown = new Map<PointSpan, Micros>()
  const apart = (request: Request<PointSpan>) => request.spans.flatMap((span) => planReads([span], rules))

  return async (link: ModbusLink, now: () => Micros, log: Log): Promise<Polled> => {
    const readings: Taken[] = []
    const clocks: Micros[] = []
    const polled = () => ({ readings, clock: clocks.length > 0 ? Math.max(...clocks) : null })
    const queue = [...requests]
    for (let request = queue.shift(); request; request = queue.shift()) {
      const answer = await link.read(request.table, request.address, request.length)
      const received = now()
      if ('failure' in answer) return { ...polled(), failure: answer.failure }
      if ('words' in answer) {
        for (const span of request.spans) {
          const { taken, source } = readSpan(span, answer.words, request.address, received)
          readings.push(...taken)
          if (source === null || source === shown.get(span)) continue
          shown.set(span, source)
          clocks.push(certainOffset(source - received, latenessOf(span, every)))
        }
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
      const absent = isUnitAbsent(answer.exception)
      const refused = absent ? [request, ...queue] : [request]
      const outcome = exceptionOutcome(answer.exception)
      for (const { key, point } of refused.flatMap((r) => r.spans).flatMap((s) => s.points)) {
        const reading = toReading(outcome, { source: null, server: null, received })
        readings.push({ key, unit: point.unit, kind: point.kind.type, reading })
      }
      if (absent) return { ...polled(), absent }
    }
    return polled()
  }
}

/** Nothing where the device's own time says that it has no values yet. */
function readSpan(
  span: PointSpan,
  words: number[],
  from: number,
  received: Micros,
): { taken: Taken[]; source: Micros | null } {
  const at = (address: number, length: number) => words.slice(address - from, address - from + length)
  const { time } = span
  const source = time && decodeSourceTime(time, at(time.address, timeWords(time)))
  if (time && source === null) return { taken: [], source }
  const taken = span.points.map(({ key, point }) => {
    const decoded = decodeWords(point, at(point.address, wordTypes[point.type]))
    const reading = toReading(decoded, { source, server: null, received })
    return { key, unit: point.unit, kind: point.kind.type, reading }
  })
  return { taken, source }
}

/** How old the newest value of a sound device may be when we get it: as old as its rule allows, and a poll. */
const latenessOf = ({ points }: PointSpan, every: number): Micros =>
  (Math.max(...points.map(({ point }) => longestPause(point.reporting))) + every) * SECOND

const longestPause = (rule: ReportingRule): number =>
  rule.type === 'every' ? rule.seconds : rule.silentAtMost
