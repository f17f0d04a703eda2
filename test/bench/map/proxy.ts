import { readFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'

export interface Proxy {
  address: string
  close(): Promise<void>
}

const maplibre = new URL('../../../apps/web/node_modules/maplibre-gl/dist/', import.meta.url)
const files = ['maplibre-gl.mjs', 'maplibre-gl-shared.mjs', 'maplibre-gl-worker.mjs', 'maplibre-gl.css']

/**
 * One origin for both pages: the bare one and MapLibre's own files from here, all else from the centre. Everything is
 * sent as over TLS, where browsers take Brotli.
 */
export async function startProxy(centre: string, barePage: string): Promise<Proxy> {
  const own = new Map(
    files.map((name) => [
      `/bare/${name}`,
      {
        type: name.endsWith('css') ? 'text/css' : 'text/javascript',
        body: readFileSync(fileURLToPath(new URL(name, maplibre))),
      },
    ]),
  )
  own.set('/bare', { type: 'text/html', body: Buffer.from(barePage) })
  const packed = new Map(
    [...own].map(([path, { type, body }]) => [path, { type, body: brotliCompressSync(body) }]),
  )
  const server = createServer((incoming, outgoing) => {
    const file = packed.get(incoming.url ?? '')
    if (file) {
      outgoing.writeHead(200, { 'content-type': file.type, 'content-encoding': 'br' }).end(file.body)
      return
    }
    const { host } = new URL(centre)
    const onward = request(
      `${centre}${incoming.url}`,
      { method: incoming.method, headers: { ...incoming.headers, host, 'accept-encoding': 'br' } },
      (answer) => {
        outgoing.writeHead(answer.statusCode!, answer.headers)
        answer.pipe(outgoing)
      },
    )
    onward.on('error', () => outgoing.destroy())
    // A connection that is kept may be another request's by now.
    outgoing.on('close', () => {
      if (!outgoing.writableFinished) onward.destroy()
    })
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
