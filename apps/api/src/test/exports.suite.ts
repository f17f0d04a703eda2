import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { readInp, zoneToWgs84 } from '@driftbild/network'
import { listAudit, putDocument } from '@driftbild/store'
import decodeQR from 'qr/decode.js'
import { afterAll, describe, expect, test } from 'vitest'
import type { ExportBody, ExportView } from '../contract/index.ts'
import { type Browser, HOME, type TestCentre } from './centre.ts'

type Asked = Partial<ExportBody> & Pick<ExportBody, 'format' | 'selection'>

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

/** A PGM as the red, green, blue and opacity of its pixels. */
function greyPicture(pgm: Buffer): { width: number; height: number; data: Uint8Array } {
  const [width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/
    .exec(pgm.subarray(0, 100).toString('latin1'))!
    .map(Number)
    .slice(1) as [number, number]
  const pixels = pgm.subarray(pgm.length - width * height)
  return {
    width,
    height,
    data: Uint8Array.from({ length: width * height * 4 }, (_, i) => (i % 4 === 3 ? 255 : pixels[i >> 2]!)),
  }
}

const hasPoppler = spawnSync('pdftotext', ['-v']).error === undefined

export function exportsSuite(centre: () => TestCentre): void {
  const folder = mkdtempSync(join(tmpdir(), 'driftbild-exports-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  const list = async (browser: Browser): Promise<ExportView[]> =>
    (await browser.get(`/api/${HOME}/exports`)).json() as Promise<ExportView[]>
  const order = async (browser: Browser, asked: Asked): Promise<ExportView> => {
    const answer = await browser.post(`/api/${HOME}/exports`, asked)
    expect(answer.status, await answer.clone().text()).toBe(200)
    return answer.json() as Promise<ExportView>
  }
  const made = async (browser: Browser, asked: Asked): Promise<{ view: ExportView; bytes: Buffer }> => {
    const { id } = await order(browser, asked)
    const stateOf = async () => (await list(browser)).find((one) => one.id === id)?.state
    await expect.poll(stateOf, { timeout: 60_000 }).toBe('done')
    const view = (await list(browser)).find((one) => one.id === id)!
    const answer = await browser.get(`/api/${HOME}/exports/${id}/file`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-disposition')).toContain(view.name)
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(bytes.length).toBe(view.bytes)
    return { view, bytes }
  }

  test('pipes come as a model file in the system asked for, which begins by saying what it lacks', async () => {
    const planner = await centre().person([{ role: 'planner' }])
    const { view, bytes } = await made(planner, { format: 'inp', crs: 3018, selection: { service: 'water' } })
    expect(view.name).toMatch(/\.inp$/)
    const { network } = readInp(bytes.toString())
    const title = network.title.join('\n')
    expect(title).toContain('SWEREF 99 23 15 (EPSG:3018)')
    expect(title).toContain('Inte med: Pump, 1')
    expect(network.links).toMatchObject([{ id: 'PIPE-1', from: 'J-1', to: 'J-2', diameter: 160 }])
    const [east, north] = network.nodes.find(({ id }) => id === 'J-1')!.position!
    const [lon, lat] = zoneToWgs84(3018)([east, north])
    expect([lon, lat].map((degrees) => degrees.toFixed(6))).toEqual(['21.700000', '65.830000'])
    const refused = await planner.post(`/api/${HOME}/exports`, {
      ...{ format: 'csv', crs: 3018, selection: { service: 'water' } },
    })
    expect(refused.status).toBe(400)
  })

  test('what the register shows under a filter is in the file, and nothing else', async () => {
    const planner = await centre().person([{ role: 'planner' }])
    const { bytes } = await made(planner, {
      format: 'csv',
      columns: ['tag', 'class', 'diameter', 'make'],
      selection: { service: 'water' },
    })
    const lines = bytes.toString().split('\r\n')
    expect(lines[0]).toBe('\uFEFFBeteckning;Slag;Diameter (mm);Fabrikat;E;N;WKT')
    expect(lines.slice(1, -1).map((line) => line.split(';').slice(0, 4))).toEqual([
      ['M-1', 'Zonmätare', '', ''],
      ['M-2', 'Zonmätare', '', ''],
      ['P-1', 'Pump', '', 'Generic'],
      ['PIPE-1', 'Ledning', '160', ''],
    ])
  })

  test('what a person may not see is in no file, and what is seen but not for taking neither', async () => {
    const engineer = await centre().person([{ role: 'engineer' }])
    const { bytes } = await made(engineer, { format: 'csv', selection: { tags: ['W-1', 'P-1'] } })
    expect(bytes.toString()).toContain('W-1')
    const planner = await centre().person([{ role: 'planner' }])
    const refused = await planner.post(`/api/${HOME}/exports`, {
      format: 'csv',
      selection: { tags: ['W-1'] },
    })
    expect(await refused.json()).toMatchObject({ status: 400, code: 'nothing-selected' })
    const mixed = await centre().person([
      { role: 'planner', service: 'lighting' },
      { role: 'crew', service: 'water' },
    ])
    const own = await made(mixed, { format: 'geojson', crs: 4326, selection: {} })
    const services = JSON.parse(own.bytes.toString()).features.map(
      (feature: { properties: { service: string } }) => feature.properties.service,
    )
    expect(new Set(services)).toEqual(new Set(['lighting']))
  })

  test('a file is for the one who ordered it', async () => {
    const planner = await centre().person([{ role: 'planner' }])
    const { view } = await made(planner, { format: 'xlsx', selection: { class: 'pump' } })
    const other = await centre().person([{ role: 'planner' }])
    expect((await other.get(`/api/${HOME}/exports/${view.id}/file`)).status).toBe(404)
    expect(await list(other)).toEqual([])
    expect((await other.post(`/api/${HOME}/exports/${view.id}/remove`, {})).status).toBe(404)
  })

  test('a box takes what reaches into it, and a GeoPackage has a layer a class', async () => {
    const planner = await centre().person([{ role: 'planner' }])
    const { bytes } = await made(planner, {
      format: 'gpkg',
      selection: { box: [21.7005, 65.8301, 21.7105, 65.8401] },
    })
    const path = join(folder, 'box.gpkg')
    writeFileSync(path, bytes)
    const db = new DatabaseSync(path, { readOnly: true })
    expect(db.prepare('select table_name, identifier, srs_id from gpkg_contents').all()).toEqual([
      { table_name: 'pipe', identifier: 'Ledning', srs_id: 3006 },
    ])
    expect(db.prepare('select tag, material, diameter from pipe').all()).toEqual([
      { tag: 'PIPE-1', material: 'PE', diameter: 160 },
    ])
    db.close()
  })

  test('who ordered and who fetched is in the audit log', async () => {
    const planner = await centre().person([{ role: 'planner' }])
    const { view } = await made(planner, { format: 'csv', selection: { class: 'pump' } })
    const entries = await centre().db.transaction({ municipality: HOME, role: 'api' }, (tx) => listAudit(tx))
    const mine = entries.filter(({ ref }) => ref === view.id)
    expect(mine.map(({ what, by }) => [what, by])).toEqual([
      ['export-fetched', planner.id],
      ['export', planner.id],
    ])
    expect(mine[1]!.detail).toMatchObject({ format: 'csv', assets: 1, selection: { class: 'pump' } })
  })

  test('no longer wanted, it is gone, file and all; and a fourth waits for its turn to be asked', async () => {
    const planner = await centre().person([{ role: 'planner' }])
    const asked: Asked = { format: 'pdf', selection: { service: 'lighting' } }
    const orders = [await order(planner, asked), await order(planner, asked), await order(planner, asked)]
    const fourth = await planner.post(`/api/${HOME}/exports`, asked)
    expect(await fourth.json()).toMatchObject({ status: 429, code: 'exports-waiting' })
    for (const { id } of orders) {
      expect((await planner.post(`/api/${HOME}/exports/${id}/remove`, {})).status).toBe(200)
      expect((await planner.get(`/api/${HOME}/exports/${id}/file`)).status).toBe(404)
    }
    expect(await list(planner)).toEqual([])
    await made(planner, { format: 'csv', selection: { class: 'pump' } })
  })

  test('what the map shows can be asked of the register', async () => {
    const planner = await centre().person([{ role: 'planner' }])
    const tagsIn = async (box: string) => {
      const answer = await planner.get(`/api/${HOME}/assets?box=${box}`)
      const { items } = (await answer.json()) as { items: { tag: string }[] }
      return items.map(({ tag }) => tag)
    }
    expect(await tagsIn('21.7005,65.8301,21.7105,65.8401')).toEqual(['PIPE-1'])
    expect((await tagsIn('21.7195,65.8395,21.7205,65.8405')).every((tag) => tag.startsWith('L-'))).toBe(true)
    expect((await planner.get(`/api/${HOME}/assets?box=1,2,x`)).status).toBe(400)
  })

  test('an asset page’s columns are also the register’s', async () => {
    const planner = await centre().person([{ role: 'planner' }])
    const answer = await planner.get(
      `/api/${HOME}/assets?class=pipe&column=diameter&column=material&column=builtYear`,
    )
    const { items } = (await answer.json()) as { items: { more: object }[] }
    expect(items.map(({ more }) => more)).toEqual([{ diameter: 160, material: 'PE', builtYear: 1998 }])
  })

  describe.skipIf(!hasPoppler)('a dossier (read by poppler; skipped without poppler-utils)', () => {
    const read = (bytes: Buffer): string => {
      const path = join(folder, 'dossier.pdf')
      writeFileSync(path, bytes)
      return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })
    }

    test('tells of one asset from its place to its open points', async () => {
      const engineer = await centre().person([{ role: 'engineer' }])
      const { view, bytes } = await made(engineer, { format: 'pdf', selection: { tags: ['P-1'] } })
      expect(view.name).toMatch(/^Norrvik-P-1-\d{4}-\d\d-\d\d\.pdf$/)
      const text = read(bytes)
      for (const words of [
        'Norrvik P-1',
        'Innehåll',
        'Märkeffekt',
        '11 kW',
        'Generic VSD',
        'Öppna punkter',
      ]) {
        expect(text).toContain(words)
      }
      expect(text).toMatch(/Källa: Driftbilds register, uttaget \d/)
      expect(text).toContain('Underskrifter')
    })

    test('of several is one document in the reader’s language', async () => {
      const engineer = await centre().person([{ role: 'engineer' }])
      const { bytes } = await made(engineer, {
        format: 'pdf',
        language: 'en',
        selection: { tags: ['P-1', 'PIPE-1'] },
      })
      const text = read(bytes)
      expect(text).toContain('2 assets')
      expect(text).toContain('Norrvik PIPE-1')
      expect(text).toMatch(/Page 1 of \d/)
    })

    test('shows who signed for the work, and names what was said', async () => {
      const engineer = await centre().person([{ role: 'engineer' }])
      const { db, blobs } = centre().services
      const files = [
        { kind: 'signature', name: 'Kim Ek', mediaType: 'image/png', content: onePixel },
        { kind: 'voice', name: 'P-1.webm', mediaType: 'audio/webm', content: Buffer.from('en röst') },
      ] as const
      for (const { content, ...file } of files) {
        const hash = createHash('sha256').update(content).digest('hex')
        const total = content.length
        await blobs.add({ municipality: HOME, hash, sender: 'u1' }, { from: 0, total, bytes: content })
        const about = {
          madeAt: null,
          addedAt: 1,
          addedBy: 'u1',
          visibility: 'staff',
          assets: ['P-1'],
        } as const
        await db.transaction({ municipality: HOME, role: 'api' }, (tx) =>
          putDocument(tx, { ...file, ...about, id: randomUUID(), hash, bytes: total, assets: ['P-1'] }),
        )
      }
      const { bytes } = await made(engineer, { format: 'pdf', selection: { tags: ['P-1'] } })
      const text = read(bytes)
      expect(text).toContain('Underskrift av Kim Ek')
      expect(text).toMatch(/P-1\.webm\s+Röstanteckning/)
    })

    test('signs carry a code that a camera reads as the address of their asset', async () => {
      const planner = await centre().person([{ role: 'planner' }])
      const { view, bytes } = await made(planner, { format: 'labels', selection: { tags: ['P-1'] } })
      expect(view.name).toMatch(/^Norrvik-P-1-QR-\d{4}-\d\d-\d\d\.pdf$/)
      expect(read(bytes)).toMatch(/P-1\s+Norrvik P-1\s+Pump/)
      execFileSync('pdftoppm', [
        '-gray',
        '-r',
        '200',
        '-singlefile',
        join(folder, 'dossier.pdf'),
        join(folder, 'sign'),
      ])
      expect(decodeQR(greyPicture(readFileSync(join(folder, 'sign.pgm'))))).toBe(
        'http://localhost/9999/assets/P-1',
      )
      const { bytes: many } = await made(planner, { format: 'labels', selection: {} })
      expect(read(many)).toContain('L-4')
    })
  })
}
