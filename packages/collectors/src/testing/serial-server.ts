import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { crc16 } from '../drivers/modbus/rtu-port.ts'

export interface SerialServer {
  port: number
  stop(): Promise<void>
}

/**
 * A serial server: takes RTU frames over TCP and asks a Modbus TCP server in their stead. As the real ones do,
 * it passes an answer on to whoever is connected by then.
 */
export async function serialServer(target: number, port = 0): Promise<SerialServer> {
  const far = connect(target, '127.0.0.1')
  let near: Socket | null = null
  let transaction = 0
  far.on('data', (reply) => {
    for (let at = 0; at + 6 <= reply.length; at += 6 + reply.readUInt16BE(at + 4))
      near?.write(withCheckSum(reply.subarray(at + 6, at + 6 + reply.readUInt16BE(at + 4))))
  })
  const server = createServer((socket) => {
    near = socket
    socket.on('error', () => undefined)
    socket.on('data', (frame) => {
      const content = frame.subarray(0, -2)
      if (crc16(content) !== frame.readUInt16LE(frame.length - 2)) return
      const header = Buffer.alloc(6)
      header.writeUInt16BE(++transaction)
      header.writeUInt16BE(content.length, 4)
      far.write(Buffer.concat([header, content]))
    })
  })
  far.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const { port: chosen } = server.address() as { port: number }
  const stop = () =>
    new Promise<void>((resolve) => {
      near?.destroy()
      far.destroy()
      server.close(() => resolve())
    })
  onTestFinished(stop)
  return { port: chosen, stop }
}

export function withCheckSum(content: Uint8Array): Buffer {
  const frame = Buffer.alloc(content.length + 2)
  frame.set(content)
  frame.writeUInt16LE(crc16(content), content.length)
  return frame
}
