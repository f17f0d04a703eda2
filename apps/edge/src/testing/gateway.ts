import { createServer, type Socket } from 'node:net'
import { SECOND } from '@driftbild/core'
import { eventsToPage, findProfile, type ModbusProfile } from '@driftbild/devices'

export interface Gateway {
  port: number
  /** Events served for good: their page was left behind. */
  served(): number
  /** Connections that were ever opened. */
  connections(): number
  close(): Promise<void>
}

const buffer = (findProfile('generic/replay-gateway') as ModbusProfile).eventBuffer!
export const FIRST_EVENT = Date.UTC(2026, 0, 10) * 1000

/** A gateway of `generic/replay-gateway` with events 1…n, `apart` from one another, whose value is their number. */
export async function gateway(events: number, first = FIRST_EVENT, apart = SECOND): Promise<Gateway> {
  let page = 0
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    connections++
    sockets.add(socket)
    let hasSeen = false
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (request) => {
      if (hasSeen) page++
      hasSeen = true
      const words = eventsToPage(buffer, { page: page + 1, events: eventsOf(page, events, first, apart) })
      const reply = Buffer.alloc(9 + words.length * 2)
      request.copy(reply, 0, 0, 4)
      reply.writeUInt16BE(3 + words.length * 2, 4)
      reply[6] = request[6]!
      reply[7] = request[7]!
      reply[8] = words.length * 2
      for (const [i, word] of words.entries()) reply.writeUInt16BE(word, 9 + i * 2)
      socket.write(reply)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    connections: () => connections,
    served: () => Math.min(events, page * buffer.entries),
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function eventsOf(page: number, events: number, first: number, apart: number) {
  const from = page * buffer.entries + 1
  const to = Math.min(events, from + buffer.entries - 1)
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => ({
    sequence: from + i,
    time: first + (from + i) * apart,
    point: 0,
    status: 0,
    value: from + i,
  }))
}
