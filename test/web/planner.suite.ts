import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { type Stage, soon, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

interface AssetAnswer {
  geometry: unknown
  builtYear: number | null
  attributes: Record<string, unknown>
}

export function plannerSuite(stage: () => Stage): void {
  const folder = mkdtempSync(join(tmpdir(), 'driftbild-as-built-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const planner = async (visit: Parameters<Stage['visit']>[0] = {}): Promise<Page> =>
    stage().visit({ ...visit, as: await stage().product.invite('planner') })
  const read = async (page: Page, tag: string): Promise<AssetAnswer> =>
    (await page.request.get(`/api${TOWN}/assets/${tag}`)).json() as Promise<AssetAnswer>
  const fact = (page: Page, name: string) =>
    page
      .getByRole('region', { name: 'Fakta', exact: true })
      .locator('div')
      .filter({ hasText: name })
      .locator('dd')
      .first()

  test('an asset is edited, its history tells of it, and the edit is undone', async () => {
    const page = await planner({ isRefused: true })
    await page.goto(`${TOWN}/assets/VL-001`)
    const before = (await fact(page, 'Byggd').textContent())!
    await page.getByRole('button', { name: 'Ändra', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Byggd').fill('tolv')
    await dialog.getByLabel('Varför').fill('Relationsritning 12')
    expect(await violationsOn(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Spara' }).click()
    await dialog.getByRole('alert').getByText('Byggd').waitFor()
    await dialog.getByLabel('Byggd').fill('2019')
    await dialog.getByRole('button', { name: 'Spara' }).click()
    await soon(() => fact(page, 'Byggd').textContent()).toBe('2019')

    const history = page.getByRole('region', { name: 'Ändringar i registret' })
    const entry = history.getByRole('listitem').filter({ hasText: 'Relationsritning 12' })
    await entry.getByText('2019').waitFor()
    await page.reload()
    await entry.getByRole('button', { name: 'Ångra' }).click()
    await dialog.getByText('1 ändras').waitFor()
    expect(await violationsOn(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Gör 1 ändring' }).click()
    await dialog.getByText('1 anläggningsdel är ändrad.').waitFor()
    await dialog.locator('.notice').getByRole('button', { name: 'Stäng' }).click()
    await soon(() => fact(page, 'Byggd').textContent()).toBe(before)
  })

  test('an edit over somebody else’s shows both values and overwrites only when told', async () => {
    const page = await planner({ language: 'en', isRefused: true })
    await page.goto(`${TOWN}/assets/VL-002`)
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Built').fill('2020')
    await dialog.getByLabel('Why').fill('My drawing')
    const { builtYear } = await read(page, 'VL-002')
    const theirs = await page.request.post(`/api${TOWN}/assets/VL-002/changes`, {
      data: { reason: 'Another drawing', fields: [{ field: 'builtYear', before: builtYear, after: 2011 }] },
      headers: { origin: stage().product.address },
    })
    expect(theirs.status(), await theirs.text()).toBe(200)
    const refused = page.waitForResponse((answer) => answer.status() === 409)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await refused
    await dialog.getByText('Built: now 2011, your value 2020').waitFor()
    expect((await read(page, 'VL-002')).builtYear).toBe(2011)
    await dialog.getByRole('button', { name: 'Write my value all the same' }).click()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await soon(() => dialog.count()).toBe(0)
    expect((await read(page, 'VL-002')).builtYear).toBe(2020)
  })

  test('many are edited as the preview said, by keyboard, and undone from the journal', async () => {
    const page = await planner()
    await page.goto(`${TOWN}/list?q=VL-00&class=pipe`)
    const rows = page.getByRole('table').locator('tbody').getByRole('row')
    await rows.first().waitFor()
    for (const i of [2, 3]) await rows.nth(i).getByRole('checkbox').click({ force: true })
    await page.getByRole('button', { name: 'Ändra flera' }).click()
    const dialog = page.getByRole('dialog', { name: 'Ändra 2 anläggningsdelar' })
    await dialog.getByLabel('Vad ska ändras?').selectOption('Teknisk livslängd (år)')
    await dialog.getByLabel('Nytt värde').fill('95')
    await page.keyboard.press('Enter')
    const preview = dialog.getByRole('table').locator('tbody').getByRole('row')
    await soon(() => preview.count()).toBe(2)
    await preview.first().getByText('95 år').waitFor()
    expect(await violationsOn(page)).toEqual([])
    const tags = await preview.locator('th .quiet').allTextContents()
    await dialog.getByLabel('Varför').fill('Ny bedömning')
    await page.keyboard.press('Enter')
    await dialog.getByText('2 anläggningsdelar är ändrade.').waitFor()
    const expected = async (tag: string) =>
      (
        (await (await page.request.get(`/api${TOWN}/assets/${tag}`)).json()) as {
          expectedLife: number | null
        }
      ).expectedLife
    expect(await Promise.all(tags.map(expected))).toEqual([95, 95])

    await page.goto(`${TOWN}/changes`)
    await page.getByRole('button', { name: 'Ångra ”Ny bedömning”' }).click()
    await page.getByRole('button', { name: 'Gör 2 ändringar' }).click()
    await page.getByText('2 anläggningsdelar är ändrade.').waitFor()
    expect(await Promise.all(tags.map(expected))).toEqual([null, null])
  })

  test('a contractor’s file is mapped, seen on the map and as a list, read in, and all of it undone', async () => {
    const page = await planner()
    const { geometry, attributes } = await read(page, 'VL-005')
    const near = { type: 'Point', coordinates: (geometry as { coordinates: unknown[] }).coordinates[0] }
    const feature = (properties: object, place: unknown) => ({ type: 'Feature', properties, geometry: place })
    const path = join(folder, 'Relation Strandgatan.geojson')
    writeFileSync(
      path,
      JSON.stringify({
        type: 'FeatureCollection',
        features: [
          feature({ littera: 'VL-005', typ: 'Ledning', dn: Number(attributes.diameter) + 40 }, geometry),
          feature({ littera: 'NYV-1', typ: 'Ventil', dn: 110, öppen: 'ja' }, near),
          feature({ littera: 'NYV-2', typ: 'Ventil', dn: -1, öppen: 'ja' }, near),
        ],
      }),
    )
    await page.goto(`${TOWN}/import`)
    await page.getByLabel('Relationshandling').setInputFiles(path)
    await page.getByText('3 rader eller objekt i filen.').waitFor()
    expect(await page.getByLabel('Beteckningen står i').inputValue()).toBe('littera')
    expect(await page.getByLabel('dn blir').inputValue()).toBe('attributes.diameter')
    await page.getByLabel('Entreprenör').fill('Schakt & Rör')
    expect(await violationsOn(page)).toEqual([])
    await page.getByRole('button', { name: 'Förhandsgranska' }).click()
    await page.getByText('1 ny, 1 ändras, 1 går inte').waitFor()
    await page.getByLabel('Karta över filens rader').waitFor()
    const refused = page.getByRole('row').filter({ hasText: 'NYV-2' })
    await refused.getByText('är för lite').waitFor()
    expect(await violationsOn(page)).toEqual([])
    const report = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Hämta felrapporten (CSV)' }).click()
    expect(readFileSync(await (await report).path(), 'utf8')).toContain('NYV-2;Diameter;dn;')
    await page.getByRole('button', { name: 'Gör 2 ändringar' }).click()
    await page.getByText('2 anläggningsdelar är ändrade.').waitFor()
    expect((await read(page, 'VL-005')).attributes.diameter).toBe(Number(attributes.diameter) + 40)
    expect((await page.request.get(`/api${TOWN}/assets/NYV-1`)).status()).toBe(200)

    await page.goto(`${TOWN}/changes`)
    await page.getByText('Relation Strandgatan.geojson · Schakt & Rör').waitFor()
    await page.getByRole('button', { name: /^Ångra ”Relationshandling Relation Strandgatan/ }).click()
    await page.getByText('1 ändras, 1 tas bort').waitFor()
    await page.getByRole('button', { name: 'Gör 2 ändringar' }).click()
    await page.getByText('2 anläggningsdelar är ändrade.').waitFor()
    expect((await page.request.get(`/api${TOWN}/assets/NYV-1`)).status()).toBe(404)
    expect((await read(page, 'VL-005')).attributes).toEqual(attributes)
  })

  test('how a contractor’s files are read is known the next time, on a phone in English', async () => {
    const page = await planner({ size: 'phone', language: 'en' })
    const path = join(folder, 'next.csv')
    writeFileSync(path, 'littera;typ;dn;öppen\nVL-005;Ledning;;\n')
    await page.goto(`${TOWN}/import`)
    await page.getByLabel('As-built file').setInputFiles(path)
    await page.getByLabel('dn becomes').selectOption('')
    await page.getByLabel('Contractor').fill('Schakt & Rör')
    await soon(() => page.getByLabel('dn becomes').inputValue()).toBe('attributes.diameter')
    await page.getByLabel('The place stands in').selectOption('No place, only attributes')
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByText('1 unchanged').waitFor()
    expect(await page.getByRole('button', { name: 'Nothing to change' }).isDisabled()).toBe(true)
  })

  test('two budgets are laid side by side, in chart and table, and the plan comes as a file', async () => {
    const page = await planner()
    await page.goto(`${TOWN}/renewal`)
    await page.getByRole('img', { name: 'Eftersläpning' }).waitFor()
    const save = async (name: string, budget: string) => {
      await page.getByLabel('Budget (Mkr/år)').fill(budget)
      await page.getByLabel('Namn', { exact: true }).fill(name)
      await page.getByRole('button', { name: 'Spara scenariot' }).click()
      await page.getByRole('button', { name: `Visa ${name}` }).waitFor()
    }
    await save('Stor', '20')
    await save('Liten', '1,5')
    await page.getByRole('checkbox', { name: 'Jämför med Stor' }).click({ force: true })
    const outcome = page.getByRole('region', { name: 'Utfall', exact: true })
    const rows = outcome.getByRole('table', { name: 'Utfall' }).locator('tbody').getByRole('row')
    await soon(() => rows.count()).toBe(2)
    const backlog = async (i: number) =>
      Number(
        (await rows.nth(i).getByRole('cell').nth(4).textContent())!.replaceAll(/\s/g, '').replace(',', '.'),
      )
    expect(await backlog(0)).toBeGreaterThan(await backlog(1))
    await outcome.getByRole('button', { name: 'Visa som tabell' }).click()
    await outcome.getByRole('columnheader', { name: 'Liten' }).waitFor()
    await page.locator('summary').filter({ hasText: 'Livslängder' }).click()
    expect(await violationsOn(page)).toEqual([])

    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Ladda ned CSV' }).click()
    expect((await download).suggestedFilename()).toMatch(/^Norrvik-Liten-.*\.csv$/)
  })
}
