import { connect, type Socket } from 'node:net'
import type { ModbusDevice, Table } from '@driftbild/devices'
import modbus from 'modbus-serial'
import type { DeviceFailure } from '../../driver.ts'

const { default: ModbusRTU } = modbus

/** What came back: the registers (bits as 0 and 1), a Modbus exception, or nothing usable. */
export type Answer = { words: number[] } | { exception: number } | { failure: DeviceFailure }

/**
 * One TCP connection with one request on its way at a time. Any answer but a proper one ends it: a reply
 * that comes too late then finds no connection, and can't be taken for another request's.
 */
export interface ModbusLink {
  read(table: Table, address: number, length: number): Promise<Answer>
  close(): void
}

export type ModbusTarget = Pick<ModbusDevice, 'id' | 'host' | 'port' | 'unit' | 'timeout'>

export async function openLink(
  target: ModbusTarget,
  signal: AbortSignal,
): Promise<{ link: ModbusLink } | { failure: DeviceFailure }> {
  const opened = await openSocket(target, signal)
  if ('failure' in opened) return opened
  const { socket } = opened
  const client = new ModbusRTU()
  client.on('error', () => undefined)
  await client.linkTCP(socket, { port: target.port })
  client.setID(target.unit)
  client.setTimeout(target.timeout * 1000)
  const ask: Record<Table, (address: number, length: number) => Promise<{ data: (number | boolean)[] }>> = {
    coil: (a, n) => client.readCoils(a, n),
    'discrete-input': (a, n) => client.readDiscreteInputs(a, n),
    'holding-register': (a, n) => client.readHoldingRegisters(a, n),
    'input-register': (a, n) => client.readInputRegisters(a, n),
  }
  // The library doesn't tell a waiting request that its connection has gone.
  const gone = new Promise<never>((_, reject) => {
    socket.once('close', () => reject(new Error('the connection was closed')))
  })
  gone.catch(() => undefined)
  const read = async (table: Table, address: number, length: number): Promise<Answer> => {
    try {
      const { data } = await Promise.race([ask[table](address, length), gone])
      return { words: data.slice(0, length).map(Number) }
    } catch (cause) {
      const { modbusCode } = cause as { modbusCode?: number }
      if (modbusCode !== undefined) return { exception: modbusCode }
      socket.destroy()
      return { failure: readFailure(target, `${table} ${address}–${address + length - 1}`, cause as Error) }
    }
  }
  return { link: { read, close: () => socket.destroy() } }
}

async function openSocket(
  target: ModbusTarget,
  signal: AbortSignal,
): Promise<{ socket: Socket } | { failure: DeviceFailure }> {
  const socket = connect({ host: target.host, port: target.port, noDelay: true, keepAlive: true })
  const stop = () => socket.destroy()
  signal.addEventListener('abort', stop, { once: true })
  socket.once('close', () => signal.removeEventListener('abort', stop))
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
      socket.once('close', () => reject(new Error('aborted')))
      setTimeout(() => reject(new Error('no answer')), target.timeout * 1000).unref()
    })
    socket.on('error', () => undefined)
    return { socket }
  } catch (cause) {
    socket.on('error', () => undefined)
    socket.destroy()
    return { failure: connectFailure(target, cause as NodeJS.ErrnoException) }
  }
}

function connectFailure(target: ModbusTarget, cause: NodeJS.ErrnoException): DeviceFailure {
  const where = `${target.id} on ${target.host}:${target.port}`
  const hints: Record<string, string> = {
    ECONNREFUSED: 'nothing listens there: check host and port, and that the device is on',
    ENOTFOUND: 'this name is not known here: check host',
    EHOSTUNREACH: 'no way leads there: check host and the network',
    ENETUNREACH: 'no way leads there: check host and the network',
  }
  const hint = hints[cause.code ?? ''] ?? `${cause.message}: check host, port and the network`
  return { reason: 'unreachable', message: `connecting to ${where}: ${hint}`, cause }
}

function readFailure(target: ModbusTarget, what: string, cause: Error & { errno?: unknown }): DeviceFailure {
  const where = `reading ${what} of ${target.id}, unit ${target.unit} on ${target.host}:${target.port}`
  if (cause.errno === 'ETIMEDOUT') {
    return {
      reason: 'timeout',
      message: `${where}: no answer within ${target.timeout} s: check unit, and that the device behind this address is on`,
      cause,
    }
  }
  const closed = cause.message === 'the connection was closed'
  return { reason: closed ? 'unreachable' : 'timeout', message: `${where}: ${cause.message}`, cause }
}
