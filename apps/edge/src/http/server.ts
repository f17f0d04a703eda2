import { createServer, type Server } from 'node:http'
import type { Micros } from '@driftbild/core'
import type { EdgeStatus } from '../status.ts'
import { healthOf } from './health.ts'
import { edgeMetrics } from './metrics.ts'

export interface HttpPort {
  /** Listens there from now on, on this machine only; nowhere with null. Throws where the port is taken. */
  listen(port: number | null): Promise<void>
  close(): Promise<void>
}

const HEALTH = { 'content-type': 'application/json', 'cache-control': 'no-store' }

/** `/health/live`, `/health/ready` and `/metrics`. It is made without listening. */
export function httpPort(status: () => EdgeStatus | null, now: () => Micros): HttpPort {
  /** Watches the process itself, too: not where nobody looks. */
  let metrics: ReturnType<typeof edgeMetrics> | null = null
  let server: Server | null = null
  let listensAt: number | null = null

  const pages: Record<string, () => Promise<{ code: number; type: object; body: string }>> = {
    '/health/live': async () => ({ code: 200, type: HEALTH, body: JSON.stringify({ live: true }) }),
    '/health/ready': async () => {
      const known = status()
      const health = known ? healthOf(known) : { ready: false }
      return { code: health.ready ? 200 : 503, type: HEALTH, body: JSON.stringify(health) }
    },
    '/metrics': async () => {
      const known = status()
      metrics ??= edgeMetrics()
      const body = known ? await metrics.text(known, now()) : ''
      return { code: known ? 200 : 503, type: { 'content-type': metrics.contentType }, body }
    },
  }

  async function open(port: number): Promise<Server> {
    const opened = createServer((request, response) => {
      const page = pages[(request.url ?? '').split('?')[0]!]
      if (!page) return void response.writeHead(404, HEALTH).end(JSON.stringify({ code: 'not-found' }))
      page().then(
        ({ code, type, body }) => response.writeHead(code, { ...type }).end(body),
        (error: Error) => response.writeHead(500, HEALTH).end(JSON.stringify({ message: error.message })),
      )
    })
    await new Promise<void>((resolve, reject) => {
      opened.once('error', (cause) =>
        reject(new Error(`http.port ${port} can't be listened at: ${cause.message}`, { cause })),
      )
      opened.listen(port, '127.0.0.1', resolve)
    })
    return opened
  }

  async function close(): Promise<void> {
    const closing = server
    server = null
    listensAt = null
    if (!closing) return
    closing.closeAllConnections()
    await new Promise((resolve) => closing.close(resolve))
  }

  return {
    async listen(port) {
      if (port === listensAt) return
      const opened = port === null ? null : await open(port)
      await close()
      server = opened
      listensAt = port
    },
    close,
  }
}
