import { SECOND } from '@driftbild/core'
import { type BufferedEvent, findProfile } from '@driftbild/devices'
import { createEventGateway, startModbusServer } from '@driftbild/simulators/servers'
import { signalsOf } from '../site.ts'
import type { Playing, PlayRequest } from './playing.ts'

const EVERY = 500

/** A Modbus gateway that keeps each event until its page is known to have been read. */
export async function playGateway({ port, log, clock, now }: PlayRequest): Promise<Playing> {
  const profile = findProfile('generic/replay-gateway')
  if (profile?.protocol !== 'modbus' || !profile.eventBuffer)
    throw new Error('the gateway has no event buffer')
  const keys = signalsOf.gateway
  // An event's number is its place in the log.
  const events: BufferedEvent[] = []
  const add = ({ key, time, value }: { key: string; time: number; value: number }) =>
    events.push({ sequence: events.length + 1, time, point: keys.indexOf(key), status: 0, value })
  for (const value of log.remembered.values) add(value)
  const gateway = createEventGateway(
    profile.eventBuffer,
    { find: (sequence) => events[sequence - 1] ?? null },
    { arrived: log.remembered.arrived, onArrival: log.arrived },
  )
  const server = await startModbusServer(port, new Map([[1, gateway]]))
  const making = setInterval(() => {
    const time = Math.floor(clock() / SECOND) * SECOND
    const key = keys[events.length % keys.length]!
    const made = { key, time, value: events.length + 1, at: now() }
    log.append([made])
    add(made)
  }, EVERY)
  return { port: server.port, still: () => clearInterval(making) }
}
