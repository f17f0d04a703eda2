import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ModbusLine } from '@driftbild/devices'
import modbus from 'modbus-serial'
import { RtuPort } from './rtu-port.ts'
import { openSerialPort } from './serial-port.ts'

const { default: ModbusRTU } = modbus
export type Client = InstanceType<typeof ModbusRTU>

/** One connection, good until its first request without a proper answer. */
export interface Connection {
  client: Client
  /** Rejects when it is closed, by whomever: the library doesn't tell a waiting request. */
  gone: Promise<never>
  /** Resolves when the next request may be sent. */
  ready(): Promise<void>
  isOpen(): boolean
  /** Resolves when another one can be opened. */
  close(): Promise<void>
}

/** Bytes both ways, over a network or a serial line. */
export interface Channel<S extends Duplex = Duplex> {
  stream: S
  isOpen(): boolean
  close(): Promise<void>
}

/** Milliseconds that a line which talks without being asked is listened to before it is asked again. */
const MOST_LISTENING = 2000

/**
 * Throws when it can't be opened within `timeout` milliseconds. `afterFailure` says that a late reply may
 * still come: a serial server passes it on to whoever is connected then.
 */
export async function openConnection(
  line: ModbusLine,
  timeout: number,
  afterFailure: boolean,
): Promise<Connection> {
  if (line.type === 'tcp') {
    const channel = await openSocket(line, timeout)
    const life = lifeOf(channel)
    const client = makeClient()
    await client.linkTCP(channel.stream, { port: line.port })
    return { ...life, client, ready: async () => undefined }
  }
  const channel = line.type === 'serial' ? await openSerialPort(line) : await openSocket(line, timeout)
  const life = lifeOf(channel)
  const port = new RtuPort(channel)
  if (afterFailure) port.expectStray()
  const client = makeClient(port)
  await new Promise<void>((resolve) => client.open(() => resolve()))
  const between = line.type === 'serial' ? silenceBetweenFrames(line.baud) : 0
  const ready = async () => {
    if (between > 0) await new Promise((resolve) => setTimeout(resolve, between))
    await port.quiet(MOST_LISTENING)
  }
  return { ...life, client, ready }
}

function lifeOf({ stream, isOpen, close }: Channel): Pick<Connection, 'gone' | 'isOpen' | 'close'> {
  stream.on('error', () => undefined)
  const gone = new Promise<never>((_, reject) => {
    stream.once('close', () => reject(new ConnectionClosed('the connection was closed')))
  })
  gone.catch(() => undefined)
  return { gone, isOpen, close }
}

export class ConnectionClosed extends Error {}

function makeClient(port?: RtuPort): Client {
  const client = new ModbusRTU(port)
  client.on('error', () => undefined)
  return client
}

async function openSocket(
  { host, port }: { host: string; port: number },
  timeout: number,
): Promise<Channel<Socket>> {
  const socket = connect({ host, port, noDelay: true, keepAlive: true })
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
      setTimeout(() => reject(new Error('no answer')), timeout).unref()
    })
    return {
      stream: socket,
      isOpen: () => !socket.destroyed,
      close: async () => void socket.destroy(),
    }
  } catch (cause) {
    socket.on('error', () => undefined)
    socket.destroy()
    throw cause
  }
}

/** Milliseconds: 3.5 characters of 11 bits, never below 1.75 (MODBUS over serial line 1.02, 2.5.1.1). */
const silenceBetweenFrames = (baud: number): number => Math.ceil(Math.max(1.75, (3.5 * 11 * 1000) / baud))
