import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatTime, SECOND } from '@driftbild/core'
import { refreshRollups } from '@driftbild/store'
import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { beforeAll, expect, test } from 'vitest'
import { createApp } from '../app.ts'
import type { Overview, Rollups, Series } from '../contract/index.ts'
import { access } from '../http/rights.ts'
import type { Browser, TestCentre } from './centre.ts'
import { enrolEdge, secondsAgo } from './edge.ts'
import { tileOf } from './tile-of.ts'

interface Document {
  openapi: string
  paths: Record<
    string,
    Record<string, { responses: Record<string, unknown>; parameters?: { name: string }[] }>
  >
}

export function surfaceSuite(centre: () => TestCentre): void {
  let engineer: Browser
  beforeAll(async () => {
    engineer = await centre().person([{ role: 'engineer' }])
  })

  test('the OpenAPI document has every route of the table, with its parameters, answers and problems', async () => {
    const document = (await (await centre().anybody.get('/api/openapi.json')).json()) as Document
    expect(document.openapi).toBe('3.1.0')
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(described.sort()).toEqual(Object.keys(access).sort())
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, route] of Object.entries(methods)) {
        const named = [...path.matchAll(/\{(.+?)\}/g)].map(([, name]) => name)
        const given = (route.parameters ?? []).map((parameter) => parameter.name)
        expect(given, `${method} ${path}`).toEqual(expect.arrayContaining(named))
        expect(Object.keys(route.responses), `${method} ${path}`).toContain('4XX')
      }
    }
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)
    const schemas = (document as unknown as { components?: { schemas?: object } }).components?.schemas ?? {}
    for (const [, name] of references) expect(Object.keys(schemas)).toContain(name)
  })

  test('a tile shows the assets and the pipe where they lie', async () => {
    const tile = await engineer.get(`/api/9999/tiles/${tileOf([21.7, 65.83], 16).join('/')}.mvt`)
    expect(tile.headers.get('content-type')).toBe('application/vnd.mapbox-vector-tile')
    const { layers } = new VectorTile(new PbfReader(new Uint8Array(await tile.arrayBuffer())))
    const tags = (name: string) =>
      Array.from({ length: layers[name]?.length ?? 0 }, (_, i) => layers[name]!.feature(i).properties.tag)
    expect(tags('assets').sort()).toEqual(['M-1', 'M-2', 'P-1', 'W-1'])
    expect(tags('network')).toEqual(['PIPE-1'])
  })

  test('a tile of some classes leaves the others out, of what a crew may not see nothing is in it', async () => {
    const crew = await centre().person([{ role: 'crew' }])
    const tile = await crew.get(
      `/api/9999/tiles/${tileOf([21.7, 65.83], 16).join('/')}.mvt?classes=pump,waterworks`,
    )
    const { layers } = new VectorTile(new PbfReader(new Uint8Array(await tile.arrayBuffer())))
    expect(layers.assets!.length).toBe(1)
    expect(layers.assets!.feature(0).properties).toMatchObject({
      tag: 'P-1',
      class: 'pump',
      service: 'water',
    })
    expect(layers.network).toBeUndefined()
  })

  test('a tile that still looks the same is not sent again', async () => {
    const path = '/api/9999/base/14/9179/4244.mvt'
    const first = await engineer.get(path)
    await first.body?.cancel()
    const again = await engineer.get(path, { 'if-none-match': first.headers.get('etag')! })
    expect([first.status, again.status]).toEqual([200, 304])
  })

  test('a tile that is nowhere is not found', async () => {
    for (const address of ['2/4/0.mvt', '2/0/9.mvt', '30/0/0.mvt', '2/0/0.png', 'a/0/0.mvt']) {
      expect((await engineer.get(`/api/9999/tiles/${address}`)).status, address).toBe(404)
    }
  })

  test('the overview counts what there is, by service and state', async () => {
    const overview = (await (await engineer.get('/api/9999/overview')).json()) as Overview
    expect(overview.municipality).toMatchObject({ code: '9999', name: 'Norrvik', simulated: true })
    const water = overview.services.find((one) => one.service === 'water')!
    expect(water.classes).toEqual({ pump: 1, 'dma-meter': 2, pipe: 1, waterworks: 1 })
    expect(Object.values(water.states).reduce((sum, n) => sum + n, 0)).toBe(water.assets)
    expect(overview.box.map((degrees) => degrees.toFixed(4))).toEqual([
      '21.7000',
      '65.8300',
      '21.7204',
      '65.8400',
    ])
  })

  test('a series has every reading where they fit, at its own time, and shows a bad one as such', async () => {
    const edge = await enrolEdge(centre(), await centre().person([{ role: 'admin' }]))
    const at = [50, 40, 30].map(secondsAgo)
    const flow = (i: number, value: number | null) => ({ key: 'M-1/flow', unit: 'm3/h', at: at[i]!, value })
    await edge.send(edge.entries([flow(0, 12), flow(1, null), flow(2, 13)]))
    const query = `from=${formatTime(secondsAgo(600))}&to=${formatTime(secondsAgo(0))}`
    const answer = await engineer.get(`/api/9999/signals/${encodeURIComponent('M-1/flow')}/series?${query}`)
    const series = (await answer.json()) as Series
    expect(series).toMatchObject({
      key: 'M-1/flow',
      unit: 'm3/h',
      resolution: 'raw',
      average: [12, null, 13],
    })
    expect(series.quality).toEqual(['good', 'bad', 'good'])
    expect(series.time).toEqual(at.map((one) => one / 1e6))
  })

  test('several series are given in the order asked, and none of them where one is nobody’s', async () => {
    const ask = (...keys: string[]) =>
      engineer.get(
        `/api/9999/series?points=50&${keys.map((key) => `key=${encodeURIComponent(key)}`).join('&')}`,
      )
    const several = (await (await ask('M-2/flow', 'M-1/flow', 'M-2/flow')).json()) as { items: Series[] }
    expect(several.items.map(({ key }) => key)).toEqual(['M-2/flow', 'M-1/flow'])
    expect(((await (await ask('M-1/flow')).json()) as { items: Series[] }).items).toHaveLength(1)
    expect((await ask('M-1/flow', 'X')).status).toBe(404)
    expect((await ask(...Array.from({ length: 21 }, (_, i) => `X${i}`))).status).toBe(400)
    expect(await (await ask()).json()).toEqual({ items: [] })
  })

  test('buckets count what came and what is missing, and say what flowed', async () => {
    const edge = await enrolEdge(centre(), await centre().person([{ role: 'admin' }]))
    // Five minutes that are over.
    const bucket = Math.floor(secondsAgo(900) / (300 * SECOND)) * 300 * SECOND
    const flow = (seconds: number, value: number | null) => {
      return { key: 'M-2/flow', unit: 'm3/h', at: bucket + seconds * SECOND, value }
    }
    await edge.send(edge.entries([flow(0, 12), flow(60, null), flow(150, 24)]))
    await refreshRollups(centre().db, { most: 60_000 })
    const query = `step=5m&from=${formatTime(bucket)}&to=${formatTime(bucket + 300 * SECOND)}`
    const path = `/api/9999/signals/${encodeURIComponent('M-2/flow')}/rollups`
    const rollups = (await (await engineer.get(`${path}?${query}`)).json()) as Rollups
    expect(rollups).toMatchObject({ key: 'M-2/flow', unit: 'm3/h', step: '5m' })
    expect(rollups.buckets).toHaveLength(1)
    const [only] = rollups.buckets
    expect(only).toMatchObject({
      average: 18,
      last: 24,
      covered: 0.7,
      good: 2,
      bad: 1,
      uncertain: 0,
      resets: 0,
    })
    expect(only!.amount).toEqual({ value: expect.closeTo((12 * 60 + 24 * 150) / 3600, 9), unit: 'm3' })
    // One every ten seconds was promised.
    expect(only!.missing).toBe(5 + 8 + 14)
    const tooLong = await engineer.get(`${path}?step=5m&from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z`)
    expect([tooLong.status, ((await tooLong.json()) as { code: string }).code]).toEqual([
      400,
      'too-many-buckets',
    ])
  })

  test('a signal that no model forecasts has no forecast, which is no mistake of who asks', async () => {
    const answer = await engineer.get(`/api/9999/signals/${encodeURIComponent('M-1/flow')}/forecast`)
    expect([answer.status, await answer.json()]).toEqual([200, null])
  })

  test.each([
    ['a key that is nobody’s', '/api/9999/signals/X/series', 404, 'not-found'],
    [
      'a time without an offset',
      '/api/9999/signals/P-1%2Fpower/series?from=2026-01-01T00:00:00',
      400,
      'invalid',
    ],
    ['a path that is nowhere', '/api/9999/nothing', 404, 'not-found'],
    ['an id that is no id', '/api/9999/faults/1', 404, 'not-found'],
    ['a limit beyond all', '/api/9999/assets?limit=5000', 400, 'invalid'],
  ])('%s is answered with a problem', async (_, path, status, code) => {
    const answer = await engineer.get(path)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ type: `urn:driftbild:problem:${code}`, status, code })
    expect(answer.status).toBe(status)
  })

  test('a body that is no JSON, too large, or of another type is refused', async () => {
    const post = (body: string, type: string) =>
      centre().app.request('/api/9999/work-orders', {
        method: 'POST',
        body,
        headers: { cookie: engineer.cookie, origin: 'http://localhost', 'content-type': type },
      })
    const statuses = [
      await post('{', 'application/json'),
      await post(`"${'x'.repeat(300_000)}"`, 'application/json'),
      await post('fault=1', 'application/x-www-form-urlencoded'),
    ].map((answer) => answer.status)
    expect(statuses).toEqual([400, 413, 415])
  })

  test('a write from another site is refused, whatever its cookie', async () => {
    const write = (headers: Record<string, string>) =>
      engineer.post('/api/9999/work-orders', { fault: '00000000-0000-4000-8000-000000000000' }, headers)
    expect((await write({ origin: 'https://evil.example' })).status).toBe(403)
    expect((await write({ origin: 'null' })).status).toBe(403)
    expect((await write({})).status).toBe(404)
  })

  test('another name that points at this machine gets nothing', async () => {
    const answer = await centre().app.request('http://rebound.example/api/openapi.json')
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([421, 'wrong-host'])
  })

  test('the page may run its own scripts and workers and nothing else', async () => {
    const policy = (await centre().anybody.get('/health/live')).headers.get('content-security-policy')!
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("worker-src 'self' blob:")
    expect(policy).toContain("frame-ancestors 'none'")
  })

  test('the built web is served: hashed files for ever, pages by index.html with what they begin with, missing scripts not as pages', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'driftbild-web-'))
    try {
      await mkdir(join(folder, 'assets'))
      await writeFile(join(folder, 'index.html'), '<!doctype html><title>Driftbild</title>')
      await writeFile(join(folder, 'assets', 'app-1a2b.js'), 'export {}')
      const hints = [{ path: '^/\\d{4}/map$', scripts: ['/assets/app-1a2b.js'] }]
      await writeFile(join(folder, 'page-hints.json'), JSON.stringify(hints))
      await writeFile(join(folder, '..', 'secret.txt'), 'no')
      const app = createApp({ ...centre().services, webFolder: folder }, { remoteAddress: () => null })
      const get = async (path: string) => {
        const answer = await app.request(path)
        return [answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]
      }
      expect(await get('/assets/app-1a2b.js')).toEqual([
        200,
        'text/javascript; charset=utf-8',
        'public, max-age=31536000, immutable',
      ])
      expect(await get('/9999/map')).toEqual([200, 'text/html; charset=UTF-8', 'no-cache'])
      const link = async (path: string) => (await app.request(path)).headers.get('link')
      expect(await link('/9999/map')).toBe('</assets/app-1a2b.js>; rel=modulepreload')
      expect(await link('/9999/list')).toBeNull()
      expect((await get('/assets/gone-1.js'))[0]).toBe(404)
      expect((await get('/..%2fsecret.txt'))[0]).toBe(404)
      expect((await app.request('/health/ready')).status).toBe(200)
    } finally {
      await rm(folder, { recursive: true })
      await rm(join(folder, '..', 'secret.txt'), { force: true })
    }
  })
}
