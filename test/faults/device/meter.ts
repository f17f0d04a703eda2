import { SECOND } from '@driftbild/core'
import { findProfile } from '@driftbild/devices'
import { type Connection, createRegisterMap, startModbusServer } from '@driftbild/simulators/servers'
import type { Playing, PlayRequest } from './playing.ts'
import type { LoggedValue } from './value-log.ts'

/**
 * A Modbus meter without a memory: it measures when it is asked and forgets. That the same connection asks again
 * proves that the answer had arrived.
 */
export async function playMeter({ port, log, clock, now }: PlayRequest): Promise<Playing> {
  const profile = findProfile('generic/dma-meter')
  if (profile?.protocol !== 'modbus') throw new Error('the meter speaks no Modbus')
  const map = createRegisterMap(profile)
  let count = log.remembered.values.findLast(({ key }) => key === 'C-0/flow')?.value ?? 0
  const connections = new Map<Connection, string>()
  const life = now()
  let isStill = false
  const nameOf = (connection: Connection) => {
    const known = connections.get(connection) ?? `${life}-${connections.size}`
    connections.set(connection, known)
    return known
  }
  const measure = (connection: string) => {
    count++
    const time = Math.floor(clock() / SECOND) * SECOND
    const common = { time, at: now(), connection }
    const made: LoggedValue[] = [
      { ...common, key: 'C-0/flow', value: count },
      { ...common, key: 'C-0/volume', value: count / 10 },
    ]
    log.append(made)
    map.set('flow', { time, value: count, status: 0 })
    map.set('volume', { time, value: count / 10, status: 0 })
  }
  const server = await startModbusServer(
    port,
    new Map([
      [
        1,
        {
          read(table, address, length, connection) {
            if (!isStill || count === 0) measure(nameOf(connection))
            return map.read(table, address, length, connection)
          },
        },
      ],
    ]),
  )
  return {
    port: server.port,
    still() {
      isStill = true
    },
  }
}
