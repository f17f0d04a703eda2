import { createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../testing/modbus-server.ts'
import { type Answer, type ModbusTarget, openLink } from './link.ts'

const never = new AbortController().signal

/** A server of bytes: it may answer late, twice, wrong or not at all. */
async function bytesServer(answer: (request: Buffer, socket: Socket, connection: number) => void) {
  let connections = 0
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const connection = ++connections
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (request) => answer(request, socket, connection))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as { port: number }).port
}

const target = (port: number, timeout = 0.2): ModbusTarget => ({
  id: 'm',
  host: '127.0.0.1',
  port,
  unit: 1,
  timeout,
})
async function open(port: number, timeout?: number) {
  const opened = await openLink(target(port, timeout), never)
  if ('failure' in opened) throw new Error(opened.failure.message)
  onTestFinished(() => opened.link.close())
  return opened.link
}
const failed = (answer: Answer) => ('failure' in answer ? answer.failure : null)

/** Answers one register, `value`, to the request with this transaction id. */
function reply(request: Buffer, value: number, transaction = request.readUInt16BE(0)): Buffer {
  const frame = Buffer.from([0, 0, 0, 0, 0, 5, request[6]!, request[7]!, 2, 0, 0])
  frame.writeUInt16BE(transaction, 0)
  frame.writeUInt16BE(value, 9)
  return frame
}

test('a reply that comes too late is never given to a later request', async () => {
  const port = await bytesServer((request, socket, connection) => {
    const value = request.readUInt16BE(8)
    if (connection === 1) setTimeout(() => socket.write(reply(request, value)), 300)
    else socket.write(reply(request, value))
  })
  const first = await open(port)
  const late = failed(await first.read('holding-register', 111, 1))
  expect(late).toMatchObject({
    reason: 'timeout',
    message: expect.stringContaining('no answer within 0.2 s'),
  })
  expect(failed(await first.read('holding-register', 222, 1))).not.toBeNull()
  const second = await open(port)
  expect(await second.read('holding-register', 333, 1)).toEqual({ words: [333] })
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(await second.read('holding-register', 444, 1)).toEqual({ words: [444] })
})

test('replies with another transaction id are ignored, the right one behind them is taken', async () => {
  const port = await bytesServer((request, socket) => {
    const id = request.readUInt16BE(0)
    socket.write(reply(request, 999, id + 1))
    socket.write(reply(request, 998, (id + 255) % 256))
    socket.write(reply(request, 997, id + 256))
    socket.write(reply(request, request.readUInt16BE(8)))
    socket.write(reply(request, 996))
  })
  const link = await open(port)
  for (const address of [5, 6, 7])
    expect(await link.read('input-register', address, 1)).toEqual({ words: [address] })
})

test.each([
  [
    'another unit',
    (request: Buffer) => Buffer.from([...request.subarray(0, 2), 0, 0, 0, 5, 9, request[7]!, 2, 0, 1]),
  ],
  [
    'another function',
    (request: Buffer) => Buffer.from([...request.subarray(0, 2), 0, 0, 0, 5, 1, 6, 2, 0, 1]),
  ],
  [
    'too few registers',
    (request: Buffer) => Buffer.from([...request.subarray(0, 2), 0, 0, 0, 3, 1, request[7]!, 0]),
  ],
  ['noise', () => Buffer.from('no Modbus at all, whatever this is')],
  ['half a reply', (request: Buffer) => reply(request, 1).subarray(0, 8)],
  ['nothing', () => Buffer.alloc(0)],
])('an answer that is %s is a failure, and ends the connection', async (_, answer) => {
  const port = await bytesServer((request, socket) => void socket.write(answer(request)))
  const link = await open(port)
  expect(failed(await link.read('input-register', 0, 1))).toMatchObject({ reason: 'timeout' })
  expect(failed(await link.read('input-register', 0, 1))).toMatchObject({ reason: 'unreachable' })
})

test('a connection that is cut in the middle of a request is told at once', async () => {
  const port = await bytesServer((_, socket) => socket.destroy())
  const link = await open(port, 30)
  expect(failed(await link.read('coil', 0, 8))).toMatchObject({
    reason: 'unreachable',
    message: `reading coil 0–7 of m, unit 1 on 127.0.0.1:${port}: the connection was closed`,
  })
})

test('a port where nothing listens is named, with what to check', async () => {
  const port = await freePort()
  expect(await openLink(target(port), never)).toMatchObject({
    failure: {
      reason: 'unreachable',
      message: `connecting to m on 127.0.0.1:${port}: nothing listens there: check host and port, and that the device is on`,
    },
  })
})

test('a name that nobody knows is named', async () => {
  const opened = await openLink({ ...target(502), host: 'no-such-host.invalid' }, never)
  expect(opened).toMatchObject({ failure: { message: expect.stringContaining('no-such-host.invalid') } })
})
