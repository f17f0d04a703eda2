import { type Micros, type Reading, statusCodes } from '@driftbild/core'

/** What a device holds at an instant. */
export interface Held {
  key: string
  unit: string
  device: string
  protocol: 'opcua' | 'modbus'
  at: Micros
  value: number | null
  status: number
}

export interface Answered {
  key: string
  unit: string
  reading: Reading
}

const MILLISECOND = 1_000

/**
 * Gives what is held the times that it has when a collector gets it. An OPC UA server says when it was measured and
 * when it took it over; a Modbus device has no clock, the collector's own at the reply stands in, one for all that the
 * device has. Both clocks are of milliseconds, and no two answers take equally long.
 */
export function answerOf(seed: number): (held: Held) => Answered {
  const draw = lcg(seed)
  const replies = new Map<string, { at: Micros; took: number }>()
  return ({ key, unit, device, protocol, at, value, status }) => {
    let reply = replies.get(device)
    if (reply?.at !== at) {
      reply = { at, took: (5 + draw(60)) * MILLISECOND }
      replies.set(device, reply)
    }
    const usable = value !== null && status >>> 30 < 2
    const times =
      protocol === 'opcua'
        ? { sourceTime: at, serverTime: at + draw(5) * MILLISECOND, clock: 'device' as const }
        : { sourceTime: at + reply.took, serverTime: null, clock: 'collector' as const }
    const common = { ...times, receivedTime: at + reply.took }
    const reading: Reading = usable
      ? { ...common, value, status }
      : { ...common, reason: 'bad-status', status: status >>> 30 >= 2 ? status : statusCodes.BadNoData }
    return { key, unit, reading }
  }
}

/** Whole numbers from 0 to below `most`, the same each time. */
function lcg(seed: number): (most: number) => number {
  let state = seed
  return (most) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return Math.floor((state / 2 ** 32) * most)
  }
}
