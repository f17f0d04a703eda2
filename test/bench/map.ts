import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Box, Position } from '@driftbild/core'
import { ensureBrowser } from '../browser.ts'
import { startCentre } from '../chain/centre.ts'
import { percentile } from './collect/usage.ts'
import { barePage } from './map/bare-page.ts'
import { signIn } from './map/browser-session.ts'
import { fill } from './map/fill.ts'
import { readHolds } from './map/holds.ts'
import { measureMoments } from './map/moments.ts'
import { CODE, generateMunicipality } from './map/municipality.ts'
import { measurePages, openBrowser } from './map/pages.ts'
import { startProxy } from './map/proxy.ts'
import { measureTiles } from './map/tiles.ts'

/**
 * A municipality of many assets on the map: how long tiles and searches take, and our page beside one that has
 * MapLibre and nothing else, with the same tiles over the same line in the same run.
 */
const { values } = parseArgs({
  options: {
    assets: { type: 'string' },
    visits: { type: 'string' },
    web: { type: 'string', default: fileURLToPath(new URL('../../apps/web/dist', import.meta.url)) },
    short: { type: 'boolean', default: false },
  },
})
const assets = Number(values.assets ?? (values.short ? 2_000 : 250_000))
const visits = Number(values.visits ?? (values.short ? 1 : 5))
const log = (text: string): void => console.error(text)

log(`a municipality of ${assets} assets`)
const made = generateMunicipality(assets)
const began = performance.now()
const centre = await startCentre(made.register, (db) => fill(db, made), { DRIFTBILD_WEB: values.web })
try {
  const filled = (performance.now() - began) / 1000
  const session = await signIn(centre.address, centre.signInLink)
  // Since it started: the register was read, the picture and its tiles were made.
  const loading = await readHolds(session.get)
  log('tiles')
  const places = made.base.flatMap(({ layer, geometry }): Position[] =>
    layer === 'place' && geometry.type === 'Point' ? [geometry.coordinates] : [],
  )
  const zooms = values.short ? [8, 12, 15] : [7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]
  const tiles = await measureTiles(centre.address, session.cookie, `/api/${CODE}/tiles`, places, zooms)
  log('search')
  const search = await measureSearch(session.get)
  log('moments')
  const moments = await measureMoments(session.get, CODE)
  log('pages')
  const pages = await comparePages(session)
  for (const { zoom, ...of } of tiles) {
    const { tiles: count, p50, p95, most, bytesP50, bytesMost } = of
    const times = [p50, p95, most].map((ms) => ms.toFixed(1)).join(' / ')
    console.log(
      `zoom ${zoom}: ${count} tiles, p50 / p95 / most ${times} ms, ${bytesP50} / ${bytesMost} bytes`,
    )
  }
  console.log(
    JSON.stringify({
      bench: 'map',
      assets: made.register.assets.length,
      filledSeconds: filled,
      tiles,
      loading,
      search,
      moments,
      pages,
    }),
  )
} finally {
  await centre.stop()
}

async function measureSearch(get: (path: string) => Promise<Response>) {
  const asked = [
    'Ekgatan',
    'Ekgatan 12',
    'S-A0',
    'bruksvägen',
    'xyzzy',
    'L-B003',
    'fill',
    'kärl',
    'a',
    'flow',
  ]
  const ms: number[] = []
  for (const q of [...asked, ...asked, ...asked]) {
    const from = performance.now()
    await (await get(`/api/${CODE}/search?q=${encodeURIComponent(q)}`)).text()
    ms.push(performance.now() - from)
  }
  ms.sort((a, b) => a - b)
  return { p50: percentile(ms, 0.5)!, p95: percentile(ms, 0.95)!, most: ms.at(-1)! }
}

async function comparePages({ cookies, get }: Awaited<ReturnType<typeof signIn>>) {
  const path = visits > 0 ? ensureBrowser().path : null
  if (path === null) return null
  const overview = (await (await get(`/api/${CODE}/overview`)).json()) as { box: Box }
  const classes = [...new Set(made.register.assets.map((asset) => asset.class))].filter(
    (one) => one !== 'junction',
  )
  const proxy = await startProxy(centre.address, barePage(`/api/${CODE}`, overview.box, classes.join()))
  const browser = await openBrowser(path)
  try {
    // The map of our page at this size of a window, beside the rail and below the bar.
    const ours = { width: 1440, height: 900 }
    const bare = { width: 1376, height: 800 }
    const compared = await measurePages(
      browser,
      cookies,
      {
        ours: {
          ...{ url: `${proxy.address}/${CODE}/map`, size: ours, middle: [740, 480] },
          usable: () => /\d/.test(document.querySelector('.map > p')?.textContent ?? ''),
        },
        bare: {
          ...{ url: `${proxy.address}/bare`, size: bare, middle: [688, 400] },
          usable: () => 'usable' in window,
        },
      },
      visits,
    )
    const { ours: one, bare: other } = compared
    return {
      ...compared,
      usableRatio: one.usable / other.usable,
      frameP95Ratio: one.frameP95 / other.frameP95,
    }
  } finally {
    await browser.close()
    await proxy.close()
  }
}
