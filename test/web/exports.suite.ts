import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Download, Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { type Stage, soon, TOWN } from './stage.ts'

const hasPoppler = spawnSync('pdftotext', ['-v']).error === undefined

export function exportsSuite(stage: () => Stage): void {
  const folder = mkdtempSync(join(tmpdir(), 'driftbild-downloads-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const save = async (download: Download): Promise<string> => {
    const path = join(folder, download.suggestedFilename())
    await download.saveAs(path)
    return path
  }
  const rows = (page: Page) => page.getByRole('table').locator('tbody').getByRole('row')

  test('a planner narrows the register, adds a column, and opens what was exported in a GIS', async () => {
    const planner = await stage().product.invite('planner')
    const page = await stage().visit({ as: planner })
    await page.goto(`${TOWN}/list`)
    await page.getByLabel('Slag').selectOption('Ledning')
    await page.getByRole('button', { name: 'Kolumner' }).click()
    await page.getByText('Material', { exact: true }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('columnheader', { name: 'Material' }).waitFor()
    await page.reload()
    await page.getByRole('columnheader', { name: 'Material' }).waitFor()

    const names = await Promise.all(
      [0, 2].map((i) => rows(page).nth(i).getByRole('link').first().textContent()),
    )
    await page
      .getByRole('checkbox', { name: `Välj ${names[0]}`, exact: true })
      .first()
      .click({ force: true })
    await rows(page).nth(2).getByRole('checkbox').click({ force: true })
    await page.getByText('2 valda').waitFor()
    await page.getByRole('button', { name: 'Exportera' }).click()
    const dialog = page.getByRole('dialog', { name: 'Exportera 2 anläggningsdelar' })
    const download = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Exportera' }).click()
    const path = await save(await download)
    const db = new DatabaseSync(path, { readOnly: true })
    const layers = db.prepare('select table_name, srs_id from gpkg_contents').all()
    expect(layers).toEqual([{ table_name: 'pipe', srs_id: 3006 }])
    expect(db.prepare('select name from pipe order by fid').all()).toEqual(names.map((name) => ({ name })))
    db.close()
    await page.getByRole('link', { name: /^Hämta Norrvik-.*\.gpkg$/ }).waitFor()
    await page.getByRole('button', { name: /^Ta bort Norrvik-.*\.gpkg$/ }).click()
    await soon(() => page.getByRole('link', { name: /^Hämta/ }).count()).toBe(0)
  })

  test('one press on an asset’s page gives its dossier, in the reader’s language', async () => {
    const page = await stage().visit({ language: 'en' })
    await page.goto(`${TOWN}/assets/VV1-P1`)
    const title = (await page.getByRole('heading', { level: 1 }).textContent())!
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Dossier (PDF)' }).click()
    const path = await save(await download)
    expect(path).toMatch(/Norrvik-VV1-P1-\d{4}-\d\d-\d\d\.pdf$/)
    if (!hasPoppler) return
    const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })
    expect(text).toContain(title)
    expect(text).toMatch(/Source: signal VV1-P1\//)
    expect(text).toMatch(/Page 1 of \d+/)
  })

  test('what the map shows is chosen in the register by its address', async () => {
    const page = await stage().visit()
    await page.goto(`${TOWN}/map`)
    await page.getByText(/anläggningsdelar syns/).waitFor({ state: 'attached' })
    await page.getByRole('link', { name: 'Visa det som syns som register' }).click()
    await page.waitForURL(/list\?.*box=/)
    await page.getByText('Bara det som syntes på kartan.').waitFor()
    await rows(page).first().waitFor()
    await page.getByRole('button', { name: 'Visa hela registret' }).click()
    await soon(() => page.url()).not.toContain('box=')
  })

  test('a crew is offered no export', async () => {
    const crew = await stage().product.invite('crew')
    const page = await stage().visit({ as: crew })
    await page.goto(`${TOWN}/list`)
    await rows(page).first().waitFor()
    expect(await page.getByRole('button', { name: 'Exportera' }).count()).toBe(0)
    expect(await rows(page).first().getByRole('checkbox').count()).toBe(0)
  })
}
