import { createServer } from 'node:net'
import type { Table } from '@driftbild/devices'
import modbus from 'modbus-serial'
import { onTestFinished } from 'vitest'

export interface ModbusServer {
  port: number
  /** Registers and bits by table and address; what was never set is refused with exception 2. */
  tables: Record<Table, Map<number, number>>
  /** Exception to answer with instead, by table. */
  exceptions: Partial<Record<Table, number>>
  requests: { table: Table; address: number; length: number }[]
  put(table: Table, address: number, words: readonly number[]): void
  stop(): Promise<void>
}

/** modbus-serial's own server, answering from tables that the test fills. */
export async function modbusServer(port?: number): Promise<ModbusServer> {
  const chosen = port ?? (await freePort())
  const tables: ModbusServer['tables'] = {
    coil: new Map(),
    'discrete-input': new Map(),
    'holding-register': new Map(),
    'input-register': new Map(),
  }
  const requests: ModbusServer['requests'] = []
  const exceptions: ModbusServer['exceptions'] = {}
  const read = (table: Table, address: number, length: number) => {
    requests.push({ table, address, length })
    const exception = exceptions[table]
    if (exception) throw Object.assign(new Error('refused'), { modbusErrorCode: exception })
    return Array.from({ length }, (_, i) => {
      const word = tables[table].get(address + i)
      if (word === undefined) throw Object.assign(new Error('no such address'), { modbusErrorCode: 2 })
      return word
    })
  }
  const server = new modbus.ServerTCP(
    {
      getMultipleInputRegisters: (address: number, length: number) => read('input-register', address, length),
      getMultipleHoldingRegisters: (address: number, length: number) =>
        read('holding-register', address, length),
      getInputRegister: (address: number) => read('input-register', address, 1)[0]!,
      getHoldingRegister: (address: number) => read('holding-register', address, 1)[0]!,
      getCoil: (address: number) => read('coil', address, 1)[0] === 1,
      getDiscreteInput: (address: number) => read('discrete-input', address, 1)[0] === 1,
    },
    { host: '127.0.0.1', port: chosen, unitID: 1 },
  )
  server.on('socketError', () => undefined)
  await new Promise<void>((resolve) => server.on('initialized', () => resolve()))
  let stopped = false
  const stop = () =>
    new Promise<void>((resolve) => {
      if (stopped) return resolve()
      stopped = true
      server.close(() => resolve())
    })
  onTestFinished(stop)
  return {
    port: chosen,
    tables,
    exceptions,
    requests,
    put: (table, address, words) => words.forEach((word, i) => void tables[table].set(address + i, word)),
    stop,
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
