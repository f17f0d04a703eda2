import type { ModbusDevice, Table } from '@driftbild/devices'
import type { DeviceFailure } from '../../driver.ts'
import type { Client } from './connection.ts'
import { connectFailure, readFailure } from './failure.ts'
import type { Line } from './line.ts'

/** What came back: the registers (bits as 0 and 1), a Modbus exception, or nothing usable. */
export type Answer = { words: number[] } | { exception: number } | { failure: DeviceFailure }

/** How one unit is read. */
export interface ModbusLink {
  read(table: Table, address: number, length: number): Promise<Answer>
}

/** Until the signal aborts; what has not been sent then is a failure that nobody looks at. */
export function linkTo(line: Line, device: ModbusDevice, signal: AbortSignal): ModbusLink {
  return {
    async read(table, address, length) {
      const outcome = await line.ask({
        unit: device.unit,
        timeout: device.timeout * 1000,
        signal,
        ask: (client) => readers[table](client, address, length),
      })
      if ('value' in outcome) return { words: outcome.value.data.slice(0, length).map(Number) }
      if ('exception' in outcome) return outcome
      if ('unconnected' in outcome) return { failure: connectFailure(device, outcome.unconnected) }
      if ('unanswered' in outcome) {
        const what = `${table} ${address}–${address + length - 1}`
        return { failure: readFailure(device, what, outcome.unanswered) }
      }
      return { failure: { reason: 'unreachable', message: `${device.id} is not read any more` } }
    },
  }
}

type Read = (client: Client, address: number, length: number) => Promise<{ data: (number | boolean)[] }>
const readers: Record<Table, Read> = {
  coil: (client, a, n) => client.readCoils(a, n),
  'discrete-input': (client, a, n) => client.readDiscreteInputs(a, n),
  'holding-register': (client, a, n) => client.readHoldingRegisters(a, n),
  'input-register': (client, a, n) => client.readInputRegisters(a, n),
}
