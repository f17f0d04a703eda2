import { createServer, type Socket } from 'node:net'
import { ModbusDevice } from '@driftbild/devices'
import { describe, expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../testing/modbus-server.ts'
import { withCheckSum } from '../../testing/serial-server.ts'
import { modbusLines } from './line.ts'
import { type Answer, linkTo, type ModbusLink } from './link.ts'

const never = new AbortController().signal

/** A server of bytes: it may answer late, twice, wrong or not at all. */
async function bytesServer(
  answer: (request: Buffer, socket: Socket, connection: number, newest: () => Socket) => void,
) {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    const connection = sockets.push(socket)
    socket.on('error', () => undefined)
    socket.on('data', (request) => answer(request, socket, connection, () => sockets.at(-1)!))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { port: (server.address() as { port: number }).port, connections: () => sockets.length }
}

const device = (fields: object) =>
  ModbusDevice.parse({
    id: 'm',
    profile: 'generic/dma-meter',
    protocol: 'modbus',
    host: '127.0.0.1',
    timeout: 0.2,
    signals: {},
    ...fields,
  })

/** Units that share one line. */
function open(fields: object, units = [1]): ModbusLink[] {
  const lines = modbusLines()
  return units.map((unit) => {
    const own = device({ ...fields, unit })
    const line = lines(own)
    onTestFinished(line.enter())
    return linkTo(line, own, never)
  })
}
const failed = (answer: Answer) => ('failure' in answer ? answer.failure : null)
const after = (ms: number, act: () => void) => void setTimeout(act, ms)

describe('Modbus TCP', () => {
  /** Answers one register, `value`, to the request with this transaction id. */
  function reply(request: Buffer, value: number, transaction = request.readUInt16BE(0)): Buffer {
    const frame = Buffer.from([0, 0, 0, 0, 0, 5, request[6]!, request[7]!, 2, 0, 0])
    frame.writeUInt16BE(transaction, 0)
    frame.writeUInt16BE(value, 9)
    return frame
  }

  test('a reply that comes too late is never given to a later request', async () => {
    const { port, connections } = await bytesServer((request, socket, connection) => {
      const answer = reply(request, request.readUInt16BE(8))
      if (connection === 1) after(300, () => socket.write(answer))
      else socket.write(answer)
    })
    const [link] = open({ port })
    expect(failed(await link!.read('holding-register', 111, 1))).toMatchObject({
      reason: 'timeout',
      message: expect.stringContaining('no answer within 0.2 s'),
    })
    expect(await link!.read('holding-register', 222, 1)).toEqual({ words: [222] })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await link!.read('holding-register', 333, 1)).toEqual({ words: [333] })
    expect(connections()).toBe(2)
  })

  test('replies with another transaction id are ignored, the right one behind them is taken', async () => {
    const { port } = await bytesServer((request, socket) => {
      const id = request.readUInt16BE(0)
      socket.write(reply(request, 999, id + 1))
      socket.write(reply(request, 998, (id + 255) % 256))
      socket.write(reply(request, 997, id + 256))
      socket.write(reply(request, request.readUInt16BE(8)))
      socket.write(reply(request, 996))
    })
    const [link] = open({ port })
    for (const address of [5, 6, 7])
      expect(await link!.read('input-register', address, 1)).toEqual({ words: [address] })
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
    const { port, connections } = await bytesServer((request, socket) => void socket.write(answer(request)))
    const [link] = open({ port })
    for (const times of [1, 2]) {
      expect(failed(await link!.read('input-register', 0, 1))).toMatchObject({ reason: 'timeout' })
      expect(connections()).toBe(times)
    }
  })

  test('a connection that is cut in the middle of a request is told at once', async () => {
    const { port } = await bytesServer((_, socket) => socket.destroy())
    const [link] = open({ port, timeout: 30 })
    expect(failed(await link!.read('coil', 0, 8))).toMatchObject({
      reason: 'unreachable',
      message: `reading coil 0–7 of m, unit 1 on 127.0.0.1:${port}: the connection was closed`,
    })
  })

  test('a connection that was closed while nobody asked is opened again without a word', async () => {
    const { port, connections } = await bytesServer((request, socket) => {
      socket.write(reply(request, 1))
      after(20, () => socket.destroy())
    })
    const [link] = open({ port })
    for (const times of [1, 2]) {
      expect(await link!.read('input-register', 0, 1)).toEqual({ words: [1] })
      expect(connections()).toBe(times)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  })
})

describe('RTU over TCP, without transaction ids', () => {
  const reply = (request: Buffer, value: number) =>
    withCheckSum(Buffer.from([request[0]!, request[1]!, 2, value >> 8, value & 255]))
  const address = (request: Buffer) => request.readUInt16BE(2)

  test.each([
    ['while the line is listened to', 230, 275],
    ['while another unit is asked', 300, 245],
  ])(
    'a reply that comes too late, %s, is given to nobody, though the serial server passes it on',
    async (_, late, nextAt) => {
      const sent: number[] = []
      const { port } = await bytesServer((request, _socket, _connection, newest) => {
        sent.push(performance.now())
        after(address(request) === 111 ? late : 30, () => newest().write(reply(request, address(request))))
      })
      const [one, two] = open({ port, framing: 'rtu' }, [1, 2])
      const first = one!.read('holding-register', 111, 1)
      const others = [two!.read('holding-register', 222, 1), two!.read('holding-register', 223, 1)]
      expect(failed(await first)).toMatchObject({ reason: 'timeout' })
      const again = one!.read('holding-register', 112, 1)
      expect(await Promise.all(others)).toEqual([{ words: [222] }, { words: [223] }])
      expect(await again).toEqual({ words: [112] })
      const [, second, , fourth] = sent.map((at) => at - sent[0]!)
      // Unit 2 goes on as soon as the line is quiet; unit 1 is left alone until its late reply is through.
      expect(second).toBeGreaterThanOrEqual(nextAt)
      expect(second).toBeLessThan(390)
      expect(fourth).toBeGreaterThanOrEqual(395)
    },
  )

  test('nobody waits for the rest of another unit', async () => {
    const { port } = await bytesServer((request, socket) => {
      if (request[0] === 2) socket.write(reply(request, 7))
    })
    const [one, two] = open({ port, framing: 'rtu', timeout: 0.5 }, [1, 2])
    await one!.read('coil', 0, 1)
    const begun = performance.now()
    void one!.read('coil', 0, 1)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(await two!.read('holding-register', 0, 1)).toEqual({ words: [7] })
    expect(performance.now() - begun).toBeLessThan(400)
  })

  test('a reply that comes twice, after a byte too many, answers one request', async () => {
    const { port } = await bytesServer((request, socket) => {
      const answer = reply(request, address(request))
      after(30, () => socket.write(Buffer.concat([answer, Buffer.of(0xff)])))
      after(40, () => socket.write(answer))
    })
    const [link] = open({ port, framing: 'rtu' })
    for (const a of [5, 6, 7]) expect(await link!.read('input-register', a, 1)).toEqual({ words: [a] })
  })

  test('noise before a reply is skipped, a reply in pieces is put together', async () => {
    const { port } = await bytesServer((request, socket) => {
      const answer = reply(request, 7)
      socket.write(Buffer.concat([Buffer.from([0, 0xff, 1]), answer.subarray(0, 4)]))
      after(20, () => socket.write(answer.subarray(4)))
    })
    expect(await open({ port, framing: 'rtu' })[0]!.read('input-register', 0, 1)).toEqual({ words: [7] })
  })

  test.each([
    ['another unit', (request: Buffer) => withCheckSum(Buffer.from([9, request[1]!, 2, 0, 1]))],
    ['another function', () => withCheckSum(Buffer.from([1, 3, 2, 0, 1]))],
    ['too few registers', () => withCheckSum(Buffer.from([1, 4, 0]))],
    [
      'a wrong check sum',
      (request: Buffer) => Buffer.concat([reply(request, 1).subarray(0, 6), Buffer.of(0)]),
    ],
    ['half a reply', (request: Buffer) => reply(request, 1).subarray(0, 4)],
  ])('an answer that is %s is a failure', async (_, answer) => {
    const { port } = await bytesServer((request, socket) => void socket.write(answer(request)))
    const [link] = open({ port, framing: 'rtu' })
    expect(failed(await link!.read('input-register', 0, 1))).toMatchObject({ reason: 'timeout' })
  })
})

describe('where nothing can be opened', () => {
  test('a port where nothing listens is named, with what to check', async () => {
    const port = await freePort()
    expect(await open({ port })[0]!.read('coil', 0, 1)).toMatchObject({
      failure: {
        reason: 'unreachable',
        message: `connecting to m on 127.0.0.1:${port}: nothing listens there: check host and port, and that the device is on`,
      },
    })
  })

  test('a name that nobody knows is named', async () => {
    const answer = await open({ host: 'no-such-host.invalid', timeout: 5 })[0]!.read('coil', 0, 1)
    expect(answer).toMatchObject({ failure: { message: expect.stringContaining('no-such-host.invalid') } })
  })

  test('a serial line that is not there is named', async () => {
    const serial = { path: '/dev/no-such-line' }
    expect(await open({ host: undefined, serial })[0]!.read('coil', 0, 1)).toMatchObject({
      failure: {
        message: 'connecting to m on /dev/no-such-line: there is no such serial line: check path',
      },
    })
  })
})
