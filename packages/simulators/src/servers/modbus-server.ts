import { createServer, type Server, type Socket } from 'node:net'
import type { Table } from '@driftbild/devices'

/** Modbus exception codes (Modbus Application Protocol V1.1b3, §7). */
export const exceptions = {
  illegalFunction: 0x01,
  illegalAddress: 0x02,
  illegalValue: 0x03,
  deviceFailure: 0x04,
  gatewayTargetFailed: 0x0b,
} as const

/** Thrown by a unit that can't answer; the number goes back to the client. */
export class ModbusException extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** Who asks: the same value for every request of one connection, another one for another connection. */
export type Connection = symbol

export interface ModbusUnit {
  /** `count` registers, or coils as 0 and 1. Throws ModbusException. */
  read(table: Table, address: number, count: number, connection: Connection): ArrayLike<number>
}

export interface RunningModbusServer {
  port: number
  stop(): Promise<void>
}

const HEADER = 7
/** Longest frame of the specification; whoever announces more has lost the thread. */
const MOST_BYTES = 260
const reads: Readonly<Record<number, { table: Table; bits: boolean; most: number }>> = {
  1: { table: 'coil', bits: true, most: 2000 },
  2: { table: 'discrete-input', bits: true, most: 2000 },
  3: { table: 'holding-register', bits: false, most: 125 },
  4: { table: 'input-register', bits: false, most: 125 },
}

/**
 * Serves units behind one address, read-only. A unit that isn't there answers as a gateway does whose target
 * is silent. Requests of a connection are answered in order, each with its transaction id.
 */
export function startModbusServer(
  port: number,
  units: ReadonlyMap<number, ModbusUnit>,
): Promise<RunningModbusServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    const connection: Connection = Symbol('connection')
    let pending = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk
      while (pending.length >= HEADER) {
        const length = pending.readUInt16BE(4)
        if (pending.readUInt16BE(2) !== 0 || length < 2 || length + 6 > MOST_BYTES) {
          socket.destroy()
          return
        }
        if (pending.length < length + 6) return
        socket.write(answer(pending.subarray(0, length + 6), units, connection))
        pending = pending.subarray(length + 6)
      }
    })
  })
  return listen(server, port, sockets)
}

function listen(server: Server, port: number, sockets: Set<Socket>): Promise<RunningModbusServer> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address() as { port: number }
      resolve({
        port: address.port,
        stop: () =>
          new Promise((done) => {
            server.close(() => done())
            for (const socket of sockets) socket.destroy()
          }),
      })
    })
  })
}

function answer(frame: Buffer, units: ReadonlyMap<number, ModbusUnit>, connection: Connection): Buffer {
  const unitId = frame[6]!
  const functionCode = frame[7]!
  try {
    return reply(frame, [functionCode, ...content(frame, unitId, functionCode, units, connection)])
  } catch (error) {
    if (!(error instanceof ModbusException)) throw error
    return reply(frame, [functionCode | 0x80, error.code])
  }
}

function content(
  frame: Buffer,
  unitId: number,
  functionCode: number,
  units: ReadonlyMap<number, ModbusUnit>,
  connection: Connection,
): number[] {
  const unit = units.get(unitId)
  if (!unit) throw new ModbusException(exceptions.gatewayTargetFailed, `no unit ${unitId}`)
  const read = reads[functionCode]
  if (!read) throw new ModbusException(exceptions.illegalFunction, `function ${functionCode}`)
  if (frame.length !== 12) throw new ModbusException(exceptions.illegalValue, `${frame.length} bytes`)
  const address = frame.readUInt16BE(8)
  const count = frame.readUInt16BE(10)
  if (count < 1 || count > read.most) throw new ModbusException(exceptions.illegalValue, `${count} at once`)
  const values = unit.read(read.table, address, count, connection)
  const bytes = read.bits ? packBits(values) : packWords(values)
  return [bytes.length, ...bytes]
}

function reply(request: Buffer, pdu: readonly number[]): Buffer {
  const frame = Buffer.alloc(HEADER + pdu.length)
  request.copy(frame, 0, 0, HEADER)
  frame.writeUInt16BE(pdu.length + 1, 4)
  frame.set(pdu, HEADER)
  return frame
}

const packWords = (words: ArrayLike<number>): number[] =>
  Array.from(words).flatMap((word) => [(word >> 8) & 0xff, word & 0xff])

function packBits(bits: ArrayLike<number>): number[] {
  const bytes = new Array<number>(Math.ceil(bits.length / 8)).fill(0)
  for (let i = 0; i < bits.length; i++) if (bits[i]) bytes[i >> 3]! |= 1 << (i & 7)
  return bytes
}
