import { createServer } from 'node:net'
import type { Table } from '@driftbild/devices'
import modbus from 'modbus-serial'
import { onTestFinished } from 'vitest'

/** What is behind a server: the units answer from it, and the test looks at it. */
export interface ModbusContents {
  /** Registers and bits by table and address, the same for every unit; what was never set is refused with exception 2. */
  tables: Record<Table, Map<number, number>>
  /** Exception to answer with instead, by table. */
  exceptions: Partial<Record<Table, number>>
  /** Exception with which a gateway speaks for a unit that it can't reach. */
  absent: Map<number, number>
  /** Units that never answer. */
  silent: Set<number>
  requests: { unit: number; table: Table; address: number; length: number }[]
  writes: { code: 5 | 6 | 15 | 16; unit: number; address: number; words: number[] }[]
  /** What is kept of a write; everything unless the test says otherwise. */
  accept: (words: number[]) => number[] | 'silence' | { exception: number }
  put(table: Table, address: number, words: readonly number[]): void
}

export interface ModbusServer extends ModbusContents {
  port: number
  stop(): Promise<void>
}

export function modbusContents(): ModbusContents {
  const tables: ModbusContents['tables'] = {
    coil: new Map(),
    'discrete-input': new Map(),
    'holding-register': new Map(),
    'input-register': new Map(),
  }
  return {
    tables,
    exceptions: {},
    absent: new Map(),
    silent: new Set(),
    requests: [],
    writes: [],
    accept: (words) => words,
    put: (table, address, words) => words.forEach((word, i) => void tables[table].set(address + i, word)),
  }
}

/** modbus-serial's own server, answering from tables that the test fills. */
export async function modbusServer(port?: number): Promise<ModbusServer> {
  const server: ModbusServer = {
    ...modbusContents(),
    port: port ?? (await freePort()),
    stop: async () => undefined,
  }
  const tcp = new modbus.ServerTCP(vectorOf(server), { host: '127.0.0.1', port: server.port, unitID: 255 })
  tcp.on('socketError', () => undefined)
  await new Promise<void>((resolve) => tcp.on('initialized', () => resolve()))
  let stopped = false
  server.stop = () =>
    new Promise<void>((resolve) => {
      if (stopped) return resolve()
      stopped = true
      tcp.close(() => resolve())
    })
  onTestFinished(server.stop)
  return server
}

/** What modbus-serial's servers ask for. */
export function vectorOf(server: ModbusContents) {
  const read = (table: Table, address: number, length: number, unit: number): Value[] => {
    server.requests.push({ unit, table, address, length })
    if (server.silent.has(unit)) return Array(length).fill(never)
    const exception = server.absent.get(unit) ?? server.exceptions[table]
    if (exception) throw refusal(exception)
    return Array.from({ length }, (_, i) => {
      const word = server.tables[table].get(address + i)
      if (word === undefined) throw refusal(2)
      return word
    })
  }
  // The library waits for every value of a reply; its types know of some only.
  const one = (table: Table) => (address: number, unit: number) => read(table, address, 1, unit)[0] as number
  const bit = (table: Table) => (address: number, unit: number) => {
    const [word] = read(table, address, 1, unit)
    return (word === never ? never : word === 1) as boolean
  }
  const several = (table: Table) => (address: number, length: number, unit: number) =>
    read(table, address, length, unit) as number[]
  const write =
    (code: 5 | 6 | 15 | 16, table: Table) =>
    async (address: number, value: number | boolean | (number | boolean)[], unit: number): Promise<void> => {
      const words = [value].flat().map(Number)
      server.writes.push({ code, unit, address, words })
      const kept = server.accept(words)
      if (kept === 'silence') return never
      if ('exception' in kept) throw refusal(kept.exception)
      server.put(table, address, kept)
    }
  return {
    getCoil: bit('coil'),
    getDiscreteInput: bit('discrete-input'),
    getInputRegister: one('input-register'),
    getHoldingRegister: one('holding-register'),
    getMultipleInputRegisters: several('input-register'),
    getMultipleHoldingRegisters: several('holding-register'),
    setCoil: write(5, 'coil'),
    setCoilArray: write(15, 'coil'),
    setRegister: write(6, 'holding-register'),
    setRegisterArray: write(16, 'holding-register'),
  }
}

type Value = number | Promise<never>
const never = new Promise<never>(() => undefined)
const refusal = (code: number): Error => Object.assign(new Error('refused'), { modbusErrorCode: code })

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
