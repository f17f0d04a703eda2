import { connect, createServer, type Socket } from 'node:net'

/** What a link does to the bytes that a device answers with, or to all of its connections. */
export type Misbehaviour =
  /** Every connection ends, new ones are refused. */
  | 'cut'
  /** Nothing passes any more, and neither side is told. */
  | 'half-open'
  /** Every piece of an answer comes late, and in small parts. */
  | 'slow'
  /** Some answers are noise. */
  | 'garbage'
  /** Some answers bear another request's number (Modbus). */
  | 'wrong-transaction'

export interface Link {
  port: number
  misbehave(how: Misbehaviour): void
  /** Sound again; what was only open on one side ends. */
  heal(): void
  close(): void
}

/** Milliseconds until a part of an answer is passed on. */
const LATE = 120
const PART = 24

/** Stands between an edge and a device. The device's port is asked for at each connection: it may change. */
export async function openLink(target: () => number, random: () => number): Promise<Link> {
  const sockets = new Set<Socket>()
  let how: Misbehaviour | null = null
  let wasHalfOpen = false

  const server = createServer((near) => {
    if (how === 'cut') return void near.destroy()
    const far = connect({ port: target(), host: '127.0.0.1', noDelay: true })
    near.setNoDelay(true)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('error', () => undefined)
      from.on('close', () => {
        sockets.delete(from)
        // Who is at the other end of a half-open connection hears nothing.
        if (how !== 'half-open') to.destroy()
      })
    }
    near.on('data', (bytes) => {
      if (how !== 'half-open') far.write(bytes)
    })
    far.on('data', (bytes) => answer(near, bytes))
  })

  // Late parts keep their order, whatever the link does meanwhile.
  const late = new WeakMap<Socket, Promise<void>>()
  function answer(near: Socket, bytes: Buffer): void {
    if (how === 'half-open') return
    if (how === 'slow' || late.has(near)) return void passLate(near, bytes)
    if (how === 'garbage' && random() < 0.5) return void near.write(noise(bytes.length))
    if (how === 'wrong-transaction' && bytes.length > 2) {
      const other = Buffer.from(bytes)
      other.writeUInt16BE((bytes.readUInt16BE(0) + 1 + Math.floor(random() * 1000)) & 0xffff)
      return void near.write(other)
    }
    near.write(bytes)
  }
  function passLate(near: Socket, bytes: Buffer): void {
    const size = Math.max(PART, Math.ceil(bytes.length / 8))
    for (let at = 0; at < bytes.length; at += size) {
      const part = bytes.subarray(at, at + size)
      const passed: Promise<void> = (late.get(near) ?? Promise.resolve()).then(async () => {
        await new Promise((resolve) => setTimeout(resolve, LATE))
        if (!near.destroyed && how !== 'half-open') near.write(part)
        if (late.get(near) === passed) late.delete(near)
      })
      late.set(near, passed)
    }
  }
  const noise = (length: number) => Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)))

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const end = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as { port: number }).port,
    misbehave(what) {
      how = what
      wasHalfOpen = what === 'half-open'
      if (what === 'cut') end()
    },
    heal() {
      how = null
      // Its bytes are lost: what is left of it can't be whole.
      if (wasHalfOpen) end()
      wasHalfOpen = false
    },
    close() {
      server.close()
      end()
    },
  }
}
