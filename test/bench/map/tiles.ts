import { request } from 'node:http'
import type { Position } from '@driftbild/core'
import { percentile } from '../collect/usage.ts'

export interface ZoomFigures {
  zoom: number
  tiles: number
  p50: number
  p95: number
  most: number
  /** As sent, encoded. */
  bytesP50: number
  bytesMost: number
}

/** Tiles around each place, a screen of them at each zoom; each is asked for once, one after the other. */
export async function measureTiles(
  address: string,
  cookie: string,
  root: string,
  places: readonly Position[],
  zooms: readonly number[],
): Promise<ZoomFigures[]> {
  const figures: ZoomFigures[] = []
  for (const zoom of zooms) {
    const names = new Set(places.flatMap((place) => screenOf(place, zoom)))
    const asked: { ms: number; bytes: number }[] = []
    for (const name of names) asked.push(await ask(`${address}${root}/${name}.mvt`, cookie))
    const ms = asked.map((one) => one.ms).sort((a, b) => a - b)
    const bytes = asked.map((one) => one.bytes).sort((a, b) => a - b)
    figures.push({
      ...{
        zoom,
        tiles: asked.length,
        p50: percentile(ms, 0.5)!,
        p95: percentile(ms, 0.95)!,
        most: ms.at(-1)!,
      },
      ...{ bytesP50: percentile(bytes, 0.5)!, bytesMost: bytes.at(-1)! },
    })
  }
  return figures
}

/** The tiles of a view of four by three with a place in its middle. */
export function screenOf([lon, lat]: Position, zoom: number): string[] {
  const n = 2 ** zoom
  const x = (lon / 360 + 0.5) * n
  const sine = Math.sin((lat * Math.PI) / 180)
  const y = (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * n
  const names: string[] = []
  for (let column = Math.floor(x - 1.5); column <= x + 1.5; column++) {
    for (let row = Math.floor(y - 1); row <= y + 1; row++) names.push(`${zoom}/${column}/${row}`)
  }
  return names
}

/** Until the last byte, as it is sent: `fetch` would decode it. */
function ask(url: string, cookie: string): Promise<{ ms: number; bytes: number }> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { cookie, 'accept-encoding': 'gzip, br' } }, (answer) => {
      let bytes = 0
      answer.on('data', (some: Buffer) => (bytes += some.length))
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve({ ms: performance.now() - began, bytes })
        else reject(new Error(`${url}: ${answer.statusCode}`))
      })
    })
    asked.on('error', reject).end()
  })
}
