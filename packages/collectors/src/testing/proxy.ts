import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Proxy {
  port: number
  /** Ends every connection and refuses new ones until `mend`. */
  cut(): void
  mend(): void
}

/** Stands between a driver and its device, and fails on demand. */
export async function proxyTo(target: number): Promise<Proxy> {
  const pairs = new Set<Socket>()
  let whole = true
  const server = createServer((near) => {
    if (!whole) return void near.destroy()
    const far = connect(target, '127.0.0.1')
    for (const [a, b] of [
      [near, far],
      [far, near],
    ] as const) {
      pairs.add(a)
      a.on('error', () => undefined)
      a.on('close', () => {
        pairs.delete(a)
        b.destroy()
      })
      a.pipe(b)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    whole = false
    for (const socket of pairs) socket.destroy()
  }
  onTestFinished(() => {
    cut()
    server.close()
  })
  const { port } = server.address() as { port: number }
  return {
    port,
    cut,
    mend: () => {
      whole = true
    },
  }
}
