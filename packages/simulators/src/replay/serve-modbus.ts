import { join } from 'node:path'
import type { Micros } from '@driftbild/core'
import { type EventBuffer, type EventPoint, findProfile, ModbusDevice } from '@driftbild/devices'
import { createEventGateway } from '../servers/event-gateway.ts'
import { startModbusServer } from '../servers/modbus-server.ts'
import { openPorts } from '../servers/ports.ts'
import { readPosition, writePosition } from './position.ts'
import { pointNames, type ReplaySpec, type RunningReplay } from './replay.ts'
import { createReplayClock } from './replay-clock.ts'
import { observedAt } from './served-history.ts'

const PROFILE = 'generic/replay-gateway'
const UNIT = 1
/** Seconds between polls; a collector empties the buffer at each. */
const EVERY = 1

/**
 * Serves a recording as a Modbus gateway whose event buffer is the file itself: an event becomes readable
 * when it is due and stays until it is known to have been read. Sequence numbers are places in the
 * recording, so they are the same after every restart.
 */
export async function startModbusReplay(spec: ReplaySpec): Promise<RunningReplay> {
  const { recording, checksum, id, folder, now, speed, log = () => {} } = spec
  const { columns, series } = recording
  const positionFile = join(folder, `${id}-position.json`)
  const before = readPosition(positionFile, checksum)
  const clock = createReplayClock(before?.at ?? columns.time[0] ?? 0, speed, now)
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>()

  const clockTime = (arrived: number): Micros =>
    Math.min(clock(), columns.time[arrived] ?? columns.time[columns.length - 1] ?? 0)
  const gateway = createEventGateway(
    bufferOf(),
    {
      find(sequence) {
        const place = sequence - 1
        if (place >= columns.length || columns.time[place]! > clock()) return null
        return { sequence, point: columns.series[place]!, ...observedAt(columns, place) }
      },
    },
    {
      arrived: before?.served ?? 0,
      onArrival(arrived) {
        writePosition(positionFile, { of: checksum, served: arrived, at: clockTime(arrived) })
        if (arrived === columns.length) finish()
      },
    },
  )
  if (gateway.arrived() === columns.length) finish()

  const ports = openPorts(join(folder, 'ports.json'), (message) => log('warn', message))
  const server = await ports.open(id, (port) => startModbusServer(port, new Map([[UNIT, gateway]])))
  const events = eventsOf(spec)
  return {
    device: ModbusDevice.parse({
      id,
      profile: PROFILE,
      signals: Object.fromEntries(events.map((event, i) => [event.name, series[i]!.key])),
      protocol: 'modbus',
      host: '127.0.0.1',
      port: server.port,
      unit: UNIT,
      every: EVERY,
      events,
    }),
    served: () => gateway.arrived(),
    finished,
    async stop() {
      writePosition(positionFile, {
        of: checksum,
        served: gateway.arrived(),
        at: clockTime(gateway.arrived()),
      })
      await server.stop()
    },
  }
}

function eventsOf({ recording }: ReplaySpec): EventPoint[] {
  const names = pointNames(recording.series)
  return recording.series.map(({ role, unit, kind, reporting, range }, i) => ({
    name: names[i]!,
    role,
    unit,
    kind,
    reporting,
    range,
  }))
}

function bufferOf(): EventBuffer {
  const profile = findProfile(PROFILE)
  if (profile?.protocol !== 'modbus' || !profile.eventBuffer)
    throw new Error(`${PROFILE} has no event buffer`)
  return profile.eventBuffer
}
