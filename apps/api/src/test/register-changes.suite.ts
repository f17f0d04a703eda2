import { listAudit } from '@driftbild/store'
import { describe, expect, test } from 'vitest'
import type {
  AssetChangeView,
  AssetPage,
  ChangeSetView,
  DraftRow,
  DraftView,
  JoinedAssetView,
} from '../contract/index.ts'
import { type Browser, HOME, type TestCentre } from './centre.ts'

const path = (rest: string) => `/api/${HOME}${rest}`

export function registerChangesSuite(centre: () => TestCentre): void {
  const asset = async (browser: Browser, tag: string): Promise<AssetPage> => {
    await centre().settled()
    return (await browser.get(path(`/assets/${tag}`))).json() as Promise<AssetPage>
  }
  const edit = (browser: Browser, tag: string, field: string, before: unknown, after: unknown) =>
    browser.post(path(`/assets/${tag}/changes`), {
      reason: 'Relationsritning',
      fields: [{ field, before, after }],
    })
  const history = async (browser: Browser, tag: string): Promise<AssetChangeView[]> =>
    (await browser.get(path(`/assets/${tag}/changes`))).json() as Promise<AssetChangeView[]>
  const inState = async (browser: Browser, id: string, state: DraftView['state']): Promise<DraftView> => {
    let view: DraftView
    await expect
      .poll(
        async () => {
          view = (await (await browser.get(path(`/change-drafts/${id}`))).json()) as DraftView
          return view.state
        },
        { timeout: 60_000 },
      )
      .toBe(state)
    return view!
  }
  const draft = async (browser: Browser, body: object): Promise<{ view: DraftView; rows: DraftRow[] }> => {
    const answer = await browser.post(path('/change-drafts'), body)
    expect(answer.status, await answer.clone().text()).toBe(200)
    const { id } = (await answer.json()) as DraftView
    const view = await inState(browser, id, 'ready')
    const page = (await (await browser.get(path(`/change-drafts/${id}/rows`))).json()) as {
      items: DraftRow[]
    }
    return { view, rows: page.items }
  }
  const apply = async (browser: Browser, id: string): Promise<DraftView> => {
    const answer = await browser.post(path(`/change-drafts/${id}/apply`), { reason: 'Rättat' })
    expect(answer.status, await answer.clone().text()).toBe(200)
    return inState(browser, id, 'done')
  }

  describe('an edit', () => {
    test('changes the register, is told with both sides, and is in the audit log', async () => {
      const planner = await centre().person([{ role: 'planner' }])
      const answer = await edit(planner, 'PIPE-1', 'attributes.material', 'PE', 'steel')
      const { set } = (await answer.json()) as { set: string }
      expect((await asset(planner, 'PIPE-1')).attributes.material).toBe('steel')
      const [newest] = await history(planner, 'PIPE-1')
      expect(newest).toMatchObject({
        ...{ set, by: planner.id, source: 'edit', reason: 'Relationsritning', kind: 'changed' },
        fields: [{ field: 'attributes.material', before: 'PE', after: 'steel' }],
      })
      const entries = await centre().db.transaction({ municipality: HOME, role: 'api' }, (tx) =>
        listAudit(tx),
      )
      expect(entries.find(({ ref }) => ref === set)).toMatchObject({ what: 'register-edit', by: planner.id })
      expect((await edit(planner, 'PIPE-1', 'attributes.material', 'steel', 'PE')).status).toBe(200)
    })

    test('from a value that somebody else has changed overwrites nothing and shows both', async () => {
      const planner = await centre().person([{ role: 'planner' }])
      const refused = await edit(planner, 'PIPE-1', 'builtYear', 1950, 1960)
      expect(refused.status).toBe(409)
      expect(await refused.json()).toMatchObject({
        ...{ code: 'edited-meanwhile', ref: 'PIPE-1' },
        context: { fields: [{ field: 'builtYear', found: 1998, wanted: 1960 }] },
      })
      expect((await asset(planner, 'PIPE-1')).builtYear).toBe(1998)
    })

    test('is held to the class’s schema, and is for those who may edit that service', async () => {
      const planner = await centre().person([{ role: 'planner' }])
      const refused = await edit(planner, 'PIPE-1', 'attributes.diameter', 160, -1)
      expect(await refused.json()).toMatchObject({
        ...{ status: 422, code: 'asset-invalid' },
        context: { problems: [{ field: 'attributes.diameter', code: 'too-small' }] },
      })
      const crew = await centre().person([{ role: 'crew' }])
      expect((await edit(crew, 'PIPE-1', 'builtYear', 1998, 1999)).status).toBe(403)
      const lighting = await centre().person([{ role: 'planner', service: 'lighting' }, { role: 'crew' }])
      expect((await edit(lighting, 'PIPE-1', 'builtYear', 1998, 1999)).status).toBe(403)
      const water = await centre().person([{ role: 'planner', service: 'water' }])
      expect((await edit(water, 'W-1', 'builtYear', 1998, 1999)).status).toBe(404)
    })
  })

  describe('a place that is changed by hand', () => {
    const east = [21.702, 65.831] as const
    const place = async (browser: Browser, after: { geometry: unknown; surveyed: unknown }) => {
      const { geometry, surveyed } = await asset(browser, 'P-1')
      return browser.post(path('/assets/P-1/changes'), {
        reason: 'Ligger öster om vägen',
        fields: [
          { field: 'geometry', before: geometry, after: after.geometry },
          { field: 'surveyed', before: surveyed, after: after.surveyed },
        ],
      })
    }
    const there = { geometry: { type: 'Point', coordinates: east } }
    const byHand = { crs: 4326, coordinates: east, accuracy: 2, method: 'map' }

    test('is one change with how it was done and how sure that is, and is turned round', async () => {
      const planner = await centre().person([{ role: 'planner' }])
      const before = await asset(planner, 'P-1')
      const answer = await place(planner, { ...there, surveyed: byHand })
      expect(answer.status, await answer.clone().text()).toBe(200)
      const { set } = (await answer.json()) as { set: string }
      expect(await asset(planner, 'P-1')).toMatchObject({ ...there, surveyed: byHand })
      const [newest] = await history(planner, 'P-1')
      expect(newest!.fields.map(({ field }) => field)).toEqual(['geometry', 'surveyed'])
      await apply(planner, (await draft(planner, { kind: 'undo', set, overwrite: false })).view.id)
      const { geometry, surveyed } = await asset(planner, 'P-1')
      expect({ geometry, surveyed }).toEqual({ geometry: before.geometry, surveyed: before.surveyed })
    })

    describe('takes along what is joined to it', () => {
      const here = { type: 'Point', coordinates: [21.7, 65.83] }
      const line = (from: readonly number[]) => ({
        ...{ type: 'LineString', coordinates: [from, [21.701, 65.831]] },
      })
      const joined = async (browser: Browser) => {
        await centre().settled()
        return (await browser.get(path('/assets/P-1/joined'))).json() as Promise<JoinedAssetView[]>
      }
      const move = (browser: Browser, pipe: { before: unknown; after: unknown }[], tag = 'PIPE-1') =>
        browser.post(path('/assets/P-1/changes'), {
          ...{ reason: 'Ligger öster om vägen' },
          fields: [{ field: 'geometry', before: here, after: there.geometry }],
          also: pipe.map((sides) => ({ tag, fields: [{ field: 'geometry', ...sides }] })),
        })

      test('in one change, which is turned round as one', async () => {
        const planner = await centre().person([{ role: 'planner' }])
        expect(await joined(planner)).toEqual([])
        expect((await edit(planner, 'PIPE-1', 'attributes.from', 'J-1', 'P-1')).status).toBe(200)
        // The pipe that names it where it begins, and what stands there; the works is for others to see.
        expect((await joined(planner)).map(({ tag, points }) => [tag, points])).toEqual([
          ['PIPE-1', [0]],
          ['M-1', [0]],
          ['M-2', [0]],
        ])
        const answer = await move(planner, [{ before: line([21.7, 65.83]), after: line(east) }])
        expect(answer.status, await answer.clone().text()).toBe(200)
        const { set } = (await answer.json()) as { set: string }
        expect((await asset(planner, 'PIPE-1')).geometry).toEqual(line(east))
        expect((await history(planner, 'PIPE-1'))[0]!.set).toBe(set)
        // What was left behind is joined to it no longer.
        expect((await joined(planner)).map(({ tag }) => tag)).toEqual(['PIPE-1'])
        await apply(planner, (await draft(planner, { kind: 'undo', set, overwrite: false })).view.id)
        expect((await asset(planner, 'PIPE-1')).geometry).toEqual(line([21.7, 65.83]))
        expect((await asset(planner, 'P-1')).geometry).toMatchObject({ coordinates: [21.7, 65.83] })
        expect((await edit(planner, 'PIPE-1', 'attributes.from', 'P-1', 'J-1')).status).toBe(200)
      })

      test('or moves nothing where one of them was changed meanwhile, is named twice or is not seen', async () => {
        const planner = await centre().person([{ role: 'planner' }])
        const late = await move(planner, [{ before: line([21.6999, 65.83]), after: line(east) }])
        expect(await late.json()).toMatchObject({ status: 409, code: 'edited-meanwhile', ref: 'PIPE-1' })
        const sides = { before: line([21.7, 65.83]), after: line(east) }
        expect(await (await move(planner, [sides, sides])).json()).toMatchObject({
          status: 422,
          ref: 'PIPE-1',
        })
        expect((await move(planner, [sides], 'W-1')).status).toBe(404)
        expect((await asset(planner, 'P-1')).geometry).toMatchObject({ coordinates: [21.7, 65.83] })
        expect((await asset(planner, 'PIPE-1')).geometry).toEqual(line([21.7, 65.83]))
      })
    })

    test.each([
      {
        why: 'says another place in what was surveyed',
        surveyed: { ...byHand, coordinates: [21.702, 65.8311] },
      },
      { why: 'is in a system that nobody here can read', surveyed: { ...byHand, crs: 32633 } },
    ])('is refused where it $why', async ({ surveyed }) => {
      const planner = await centre().person([{ role: 'planner' }])
      const refused = await place(planner, { ...there, surveyed })
      expect(await refused.json()).toMatchObject({
        ...{ status: 422, code: 'asset-invalid' },
        context: { problems: [{ field: 'surveyed', code: 'surveyed-elsewhere' }] },
      })
    })

    test('is refused far from the municipality, and as another kind of geometry', async () => {
      const planner = await centre().person([{ role: 'planner' }])
      const far = await place(planner, {
        ...{ geometry: { type: 'Point', coordinates: [17.7, 59.8] }, surveyed: null },
      })
      expect(await far.json()).toMatchObject({ context: { problems: [{ code: 'far-away' }] } })
      const line = { type: 'LineString', coordinates: [east, [21.703, 65.831]] }
      const bent = await place(planner, { geometry: line, surveyed: null })
      expect(await bent.json()).toMatchObject({ context: { problems: [{ code: 'wrong-geometry' }] } })
    })
  })

  describe('an edit of many', () => {
    test('is shown first, made as it was shown, and turned round', async () => {
      const planner = await centre().person([{ role: 'planner' }])
      const { view, rows } = await draft(planner, {
        kind: 'bulk',
        selection: { service: 'water' },
        edit: { field: 'attributes.diameter', rule: { kind: 'add', by: 40 }, onlyEmpty: false },
      })
      expect(view.counts).toEqual({ new: 0, changed: 1, removed: 0, same: 0, refused: 3 })
      expect(rows.map(({ tag, outcome, problems }) => [tag, outcome, problems[0]?.code])).toEqual([
        ['M-1', 'refused', 'not-a-number'],
        ['M-2', 'refused', 'not-a-number'],
        ['P-1', 'refused', 'unknown-attribute'],
        ['PIPE-1', 'changed', undefined],
      ])
      expect((await asset(planner, 'PIPE-1')).attributes.diameter).toBe(160)
      const done = await apply(planner, view.id)
      expect(done).toMatchObject({ set: view.id, late: 0 })
      expect((await asset(planner, 'PIPE-1')).attributes.diameter).toBe(200)

      const undo = await draft(planner, { kind: 'undo', set: view.id, overwrite: false })
      expect(undo.rows).toMatchObject([
        { outcome: 'changed', fields: [{ field: 'attributes.diameter', before: 200, after: 160 }] },
      ])
      await apply(planner, undo.view.id)
      expect((await asset(planner, 'PIPE-1')).attributes.diameter).toBe(160)
      const { items } = (await (await planner.get(path('/change-sets'))).json()) as { items: ChangeSetView[] }
      expect(items.find(({ id }) => id === view.id)).toMatchObject({
        ...{ source: 'bulk', state: 'done', assets: 1, undoneBy: undo.view.id },
      })
    })

    test('an undo that would overwrite a later change says so with both values, and does it only when told', async () => {
      const planner = await centre().person([{ role: 'planner' }])
      const { view } = await draft(planner, {
        kind: 'bulk',
        selection: { tags: ['PIPE-1'] },
        edit: { field: 'builtYear', rule: { kind: 'set', value: 2000 }, onlyEmpty: false },
      })
      await apply(planner, view.id)
      await edit(planner, 'PIPE-1', 'builtYear', 2000, 2010)
      const undo = await draft(planner, { kind: 'undo', set: view.id, overwrite: false })
      expect(undo.rows).toMatchObject([
        {
          outcome: 'refused',
          problems: [{ field: 'builtYear', code: 'changed-since', context: { found: 2010, wanted: 1998 } }],
        },
      ])
      await apply(planner, undo.view.id)
      expect((await asset(planner, 'PIPE-1')).builtYear).toBe(2010)
      const over = await draft(planner, { kind: 'undo', set: view.id, overwrite: true })
      await apply(planner, over.view.id)
      expect((await asset(planner, 'PIPE-1')).builtYear).toBe(1998)
    })

    test('is seen by nobody else, and can’t be made twice', async () => {
      const planner = await centre().person([{ role: 'planner' }])
      const { view } = await draft(planner, {
        kind: 'bulk',
        selection: { tags: ['PIPE-1'] },
        edit: { field: 'expectedLife', rule: { kind: 'set', value: 70 }, onlyEmpty: true },
      })
      const other = await centre().person([{ role: 'planner' }])
      expect((await other.get(path(`/change-drafts/${view.id}`))).status).toBe(404)
      await apply(planner, view.id)
      expect((await planner.post(path(`/change-drafts/${view.id}/apply`), { reason: 'igen' })).status).toBe(
        409,
      )
      await apply(planner, (await draft(planner, { kind: 'undo', set: view.id, overwrite: false })).view.id)
      expect((await asset(planner, 'PIPE-1')).expectedLife).toBeNull()
    })

    test('undoing what somebody may not see tells them nothing of it', async () => {
      const engineer = await centre().person([{ role: 'engineer' }])
      const { builtYear } = await asset(engineer, 'W-1')
      const answer = await edit(engineer, 'W-1', 'builtYear', builtYear, 1971)
      const { set } = (await answer.json()) as { set: string }
      const planner = await centre().person([{ role: 'planner' }])
      const { rows } = await draft(planner, { kind: 'undo', set, overwrite: true })
      expect(rows).toMatchObject([
        { name: null, outcome: 'refused', fields: [], problems: [{ code: 'not-yours' }] },
      ])
      const undo = await draft(engineer, { kind: 'undo', set, overwrite: false })
      await apply(engineer, undo.view.id)
      expect((await asset(engineer, 'W-1')).builtYear).toBe(builtYear)
    })

    test('what a person may see but not edit is refused by name', async () => {
      const mixed = await centre().person([{ role: 'planner', service: 'lighting' }, { role: 'crew' }])
      const { rows } = await draft(mixed, {
        kind: 'bulk',
        selection: { tags: ['PIPE-1'] },
        edit: { field: 'builtYear', rule: { kind: 'set', value: 2001 }, onlyEmpty: false },
      })
      expect(rows).toMatchObject([{ tag: 'PIPE-1', outcome: 'refused', problems: [{ code: 'not-yours' }] }])
    })
  })
}
