import { expect, test } from 'vitest'
import type {
  AssetPage,
  DraftPlaces,
  DraftRow,
  DraftView,
  ImportFileView,
  ImportMapping,
  SavedMappingView,
} from '../contract/index.ts'
import { type Browser, HOME, type TestCentre } from './centre.ts'

const path = (rest: string) => `/api/${HOME}${rest}`

export function importsSuite(centre: () => TestCentre): void {
  const upload = (browser: Browser, name: string, body: string) =>
    centre().app.request(
      new Request(`http://localhost${path(`/imports/${encodeURIComponent(name)}`)}`, {
        method: 'POST',
        body,
        headers: {
          cookie: browser.cookie,
          origin: 'http://localhost',
          'content-type': 'application/octet-stream',
        },
      }),
    )
  const taken = async (browser: Browser, name: string, body: string): Promise<ImportFileView> => {
    const answer = await upload(browser, name, body)
    expect(answer.status, await answer.clone().text()).toBe(200)
    return answer.json() as Promise<ImportFileView>
  }
  const until = async (browser: Browser, id: string, state: DraftView['state']): Promise<DraftView> => {
    let view: DraftView | undefined
    const ask = async () => {
      view = (await (await browser.get(path(`/change-drafts/${id}`))).json()) as DraftView
      return view.state
    }
    await expect.poll(ask, { timeout: 60_000 }).toBe(state)
    return view!
  }
  const planned = async (browser: Browser, id: string, mapping: ImportMapping, contractor = '') => {
    const answer = await browser.post(path(`/imports/${id}/plan`), { mapping, contractor })
    expect(answer.status, await answer.clone().text()).toBe(200)
    const draft = (await answer.json()) as DraftView
    const view = await until(browser, draft.id, 'ready')
    const page = await browser.get(path(`/change-drafts/${draft.id}/rows?limit=1000`))
    return { view, rows: ((await page.json()) as { items: DraftRow[] }).items }
  }
  const applied = async (browser: Browser, id: string): Promise<DraftView> => {
    const answer = await browser.post(path(`/change-drafts/${id}/apply`), { reason: 'Relationshandling' })
    expect(answer.status).toBe(200)
    return until(browser, id, 'done')
  }
  const found = (browser: Browser, tag: string) => browser.get(path(`/assets/${tag}`))

  /** North and east of a place in the hamlet, in SWEREF 99 TM. */
  const table = [
    'Objekt;Typ;E;N;DN (cm);Material;Byggår;Öppen',
    'V-1;Ventil;805880,5;7312480,1;10;;2024;ja',
    'PIPE-1;Ledning;;;20;Polyeten;1998;',
    'V-2;Ventil;805880,5;7312480,1;tio;;2024;ja',
    'V-1;Ventil;805881,0;7312481,0;10;;2024;ja',
    ';Ventil;805881,0;7312481,0;10;;2024;ja',
    'V-3;Ventil;150000;6100000;10;;2024;ja',
    'V-4;Ventil;;;10;;2024;ja',
    'X-1;Sak;805881,0;7312481,0;10;;2024;ja',
    'V-5;Ventil;805881,0;7312481,0;10;;1492;kanske',
    '',
  ].join('\r\n')
  const mapping: ImportMapping = {
    ...{ layer: '', crs: 3006, tag: 'Objekt' },
    class: { by: 'column', column: 'Typ', values: { Ventil: 'valve', Ledning: 'pipe' } },
    place: { from: 'columns', east: 'E', north: 'N' },
    fields: [
      { field: 'attributes.diameter', column: 'DN (cm)', unit: 'cm', values: {} },
      { field: 'attributes.material', column: 'Material', unit: null, values: { Polyeten: 'PE' } },
      { field: 'attributes.normallyOpen', column: 'Öppen', unit: null, values: {} },
      { field: 'builtYear', column: 'Byggår', unit: null, values: {} },
    ],
  }

  test('a contractor’s table is mapped, checked row by row, applied as one set and undone as one', async () => {
    const planner = await centre().person([{ role: 'planner' }])
    const file = await taken(planner, 'Relation Åkervägen.csv', table)
    expect(file.layers).toMatchObject([{ features: 9, placed: 0, crs: null }])
    expect(file.layers[0]!.columns.find(({ name }) => name === 'Typ')).toMatchObject({
      values: ['Ledning', 'Sak', 'Ventil'],
    })
    const { view, rows } = await planned(planner, file.id, mapping, 'Schakt AB')
    expect(
      rows.map(({ ref, tag, outcome, problems }) => [ref, tag, outcome, problems.map(({ code }) => code)]),
    ).toEqual([
      ['2', 'V-1', 'new', []],
      ['3', 'PIPE-1', 'changed', []],
      ['4', 'V-2', 'refused', ['not-a-number']],
      ['5', 'V-1', 'refused', ['twice']],
      ['6', '', 'refused', ['no-tag']],
      ['7', 'V-3', 'refused', ['far-away']],
      ['8', 'V-4', 'refused', ['no-geometry']],
      ['9', 'X-1', 'refused', ['unknown-class']],
      ['10', 'V-5', 'refused', ['not-a-flag', 'too-small']],
    ])
    expect(rows[1]!.fields).toEqual([{ field: 'attributes.diameter', before: 160, after: 200 }])
    const report = await (await planner.get(path(`/change-drafts/${view.id}/report`))).text()
    const lines = report.split('\r\n')
    expect(lines[0]).toBe('Rad;Beteckning;Uppgift;Kolumn i filen;Vad som är fel och vad man gör')
    expect(lines).toHaveLength(10)
    expect(lines[1]).toBe('4;V-2;Diameter;DN (cm);tio är inget tal. Skriv ett tal.')
    const places = (await (await planner.get(path(`/change-drafts/${view.id}/places`))).json()) as DraftPlaces
    expect(places.features.map(({ properties }) => [properties.tag, properties.outcome])).toContainEqual([
      'V-1',
      'new',
    ])

    await applied(planner, view.id)
    const valve = (await (await found(planner, 'V-1')).json()) as AssetPage
    expect(valve).toMatchObject({
      ...{ class: 'valve', builtYear: 2024, attributes: { diameter: 100, normallyOpen: true } },
      surveyed: { crs: 3006, coordinates: [805880.5, 7312480.1] },
    })
    expect((await (await found(planner, 'PIPE-1')).json()) as AssetPage).toMatchObject({
      attributes: { diameter: 200 },
    })

    const undo = await planner.post(path('/change-drafts'), { kind: 'undo', set: view.id, overwrite: false })
    const { id } = (await undo.json()) as DraftView
    expect((await until(planner, id, 'ready')).counts).toMatchObject({ removed: 1, changed: 1, refused: 0 })
    await applied(planner, id)
    expect((await found(planner, 'V-1')).status).toBe(404)
    expect((await (await found(planner, 'PIPE-1')).json()) as AssetPage).toMatchObject({
      attributes: { diameter: 160 },
    })
  })

  test('the same file again changes nothing', async () => {
    const planner = await centre().person([{ role: 'planner' }])
    const own = await planner.get(path('/assets/PIPE-1'))
    const { geometry } = (await own.json()) as AssetPage
    const body = JSON.stringify({
      type: 'FeatureCollection',
      features: [{ type: 'Feature', properties: { id: 'PIPE-1', dn: 160 }, geometry }],
    })
    const file = await taken(planner, 'ledningar.geojson', body)
    const { rows } = await planned(planner, file.id, {
      ...{ layer: '', crs: 4326, tag: 'id', class: { by: 'one', class: 'pipe' }, place: { from: 'file' } },
      fields: [{ field: 'attributes.diameter', column: 'dn', unit: 'mm', values: {} }],
    })
    expect(rows).toMatchObject([{ tag: 'PIPE-1', outcome: 'same' }])
  })

  test('how a contractor’s files are read is kept by name', async () => {
    const planner = await centre().person([{ role: 'planner' }])
    const saved = (await (await planner.get(path('/import-mappings'))).json()) as SavedMappingView[]
    expect(saved.find(({ name }) => name === 'Schakt AB')?.mapping).toEqual(mapping)
  })

  test('a model file says line by line what is wrong with it, and what of it is left out', async () => {
    const planner = await centre().person([{ role: 'planner' }])
    const lines = [
      '[JUNCTIONS]',
      ' A 5',
      '[RESERVOIRS]',
      ' R 30',
      '[PIPES]',
      ' p R A 100 100 100',
      '[QUALITY]',
      ' A 1',
    ]
    const good = await taken(planner, 'natt.inp', lines.join('\n'))
    expect(good.leftOut).toEqual([{ part: 'QUALITY', line: 8, lines: 1, why: 'water-quality' }])
    expect(good.layers).toMatchObject([{ features: 3 }])
    const bad = [...lines, '[PIPES]', ' q A B 100 x 100', '[VALVE]', ' v A R 100 XYZ 1']
    const refused = await upload(planner, 'natt.inp', bad.join('\n'))
    expect(await refused.json()).toMatchObject({
      code: 'import-unreadable',
      context: {
        line: 10,
        count: 3,
        problems: [
          { line: 10, part: 'PIPES', code: 'not-a-number', what: 'x' },
          { line: 10, part: 'PIPES', code: 'not-there', what: 'node B' },
          { line: 12, part: 'VALVES', code: 'unknown-word', what: 'XYZ' },
        ],
      },
    })
  })

  test('what is no such file, or too many, is said by name', async () => {
    const planner = await centre().person([{ role: 'planner' }])
    expect(await (await upload(planner, 'a.geojson', 'no')).json()).toMatchObject({
      ...{ status: 422, code: 'import-unreadable', context: { why: 'not-that-format' } },
    })
    expect(await (await upload(planner, 'a.dwg', 'x')).json()).toMatchObject({ code: 'import-format' })
    const crew = await centre().person([{ role: 'crew' }])
    expect((await upload(crew, 'a.csv', table)).status).toBe(403)
    const file = await taken(planner, 'a.csv', table)
    const other = await centre().person([{ role: 'planner' }])
    expect((await other.post(path(`/imports/${file.id}/plan`), { mapping, contractor: '' })).status).toBe(404)
  })

  test('ten thousand features are applied without holding the engine, stopped, and taken back', async () => {
    const planner = await centre().person([{ role: 'planner' }])
    const features = Array.from({ length: 10_000 }, (_, i) => ({
      type: 'Feature',
      properties: { id: `B-${String(i).padStart(5, '0')}`, open: true },
      geometry: { type: 'Point', coordinates: [21.7 + (i % 100) / 1e4, 65.83 + Math.floor(i / 100) / 1e4] },
    }))
    const file = await taken(planner, 'many.geojson', JSON.stringify({ type: 'FeatureCollection', features }))
    const { view } = await planned(planner, file.id, {
      ...{ layer: '', crs: 4326, tag: 'id', class: { by: 'one', class: 'valve' }, place: { from: 'file' } },
      fields: [{ field: 'attributes.normallyOpen', column: 'open', unit: null, values: {} }],
    })
    expect(view.counts).toMatchObject({ new: 10_000, refused: 0 })
    const count = async () => {
      const [row] = await centre().db.transaction({ municipality: HOME, role: 'reader' }, (tx) =>
        tx.query<{ count: number }>("select count(*) as count from asset where tag like 'B-%'"),
      )
      return row!.count
    }
    await planner.post(path(`/change-drafts/${view.id}/apply`), { reason: 'Ventiler' })
    await expect.poll(count, { timeout: 60_000, interval: 20 }).toBeGreaterThan(0)
    await planner.post(path(`/change-drafts/${view.id}/cancel`), {})
    await expect.poll(count, { timeout: 60_000 }).toBe(0)
    // The picture follows the register: what comes after counts on it.
    const drawn = () =>
      [...centre().services.pictures.get(HOME).assets.keys()].filter((tag) => /^B-/.test(tag))
    await expect.poll(drawn, { timeout: 60_000 }).toEqual([])
    const { items } = (await (await planner.get(path('/change-sets'))).json()) as {
      items: { undoes: string | null; source: string; state: string }[]
    }
    expect(items[0]).toMatchObject({ source: 'undo', undoes: view.id, state: 'done' })
  })
}
