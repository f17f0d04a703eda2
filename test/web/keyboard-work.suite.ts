import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { centreOf, type Order } from './crew-of.ts'
import { tabTo } from './keys.ts'
import { pipeToShut } from './leaks.suite.ts'
import { type Stage, soon, TOWN } from './stage.ts'

/** Work that is done from its beginning to its end without a pointer. */
export function keyboardWorkSuite(stage: () => Stage): void {
  const press = async (page: Page, name: string | RegExp) => {
    await page.getByRole('button', { name }).first().waitFor()
    await tabTo(page, 'button', name)
    await page.keyboard.press('Enter')
  }
  const write = async (page: Page, role: 'combobox' | 'textbox', name: string, text: string) => {
    await page.getByRole(role, { name }).waitFor()
    await tabTo(page, role, name)
    await page.keyboard.type(text)
  }

  test('an order: made of a fault, approved, assigned, begun and ended', async () => {
    const centre = await centreOf(stage())
    const [made] = await centre.assign('Tangentlag', 1)
    const report = {
      id: randomUUID(),
      asset: made!.subject.tag,
      mode: 'cable-fault',
      text: '',
      at: Date.now() * 1000,
    }
    const { fault } = await centre.post<{ fault: string }>('fault-reports', report)
    const page = await stage().visit()
    await page.goto(`${TOWN}/faults/${fault}`)
    await press(page, 'Skapa arbetsorder')
    await press(page, 'Godkänn')
    await press(page, 'Tilldela')
    await write(page, 'combobox', 'Arbetslag', 'Tangentlag')
    await page.keyboard.press('Enter')
    await press(page, 'Starta arbetet')
    await press(page, 'Avsluta som klar')
    await write(page, 'textbox', 'Vad var orsaken?', 'Råttbiten kabel')
    await write(page, 'textbox', 'Vad gjordes?', 'Skarvad')
    await tabTo(page, 'button', 'Avsluta som klar', page.getByRole('dialog'))
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'Utfall', exact: true }).getByText('Råttbiten kabel').waitFor()
    const order = await centre.get<Order>(`work-orders/${page.url().split('/').at(-1)}`)
    expect(order).toMatchObject({ state: 'done', outcome: { cause: 'Råttbiten kabel' } })
  })

  test('a leak search: its plan, another way to shut it off, and a valve that is stuck', async () => {
    const centre = await centreOf(stage())
    const { tag, plan } = await pipeToShut(centre, 0)
    const valve = plan.close[0]!.tag
    const page = await stage().visit()
    await page.goto(`${TOWN}/map?shut=${tag}`)
    await page.getByRole('radio', { name: 'Minsta område' }).waitFor()
    await tabTo(page, 'radio', 'Minsta område')
    await page.keyboard.press('ArrowRight')
    await page.waitForURL('**way=**')
    await page.keyboard.press('ArrowLeft')
    await press(page, `Ange skick för ${valve}`)
    await write(page, 'combobox', 'Ventilens skick', 'Sitter')
    await write(page, 'textbox', 'Anteckning', 'rostig spindel')
    await press(page, 'Spara')
    await page.getByRole('heading', { name: 'Ventiler som inte räknas med' }).waitFor()
    await centre.post(`assets/${valve}/valve-conditions`, { condition: 'works', note: '' })
  })

  test('an import: mapped, looked at, made and undone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'driftbild-keys-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const path = join(folder, 'Tangenter.geojson')
    const page = await stage().visit({ as: await stage().product.invite('planner') })
    const pipe = await page.request.get(`/api${TOWN}/assets/VL-005`)
    const { geometry } = (await pipe.json()) as { geometry: { coordinates: unknown[] } }
    const near = { type: 'Point', coordinates: geometry.coordinates[0] }
    const properties = { littera: 'NYV-9', typ: 'Ventil', dn: 110, öppen: 'ja' }
    const features = [{ type: 'Feature', properties, geometry: near }]
    writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features }))
    const known = async () => (await page.request.get(`/api${TOWN}/assets/NYV-9`)).status()

    await page.goto(`${TOWN}/import`)
    // The dialog that a file is chosen in is the system's own.
    await page.getByLabel('Relationshandling').setInputFiles(path)
    await press(page, 'Förhandsgranska')
    await press(page, 'Gör 1 ändring')
    await page.getByText('1 anläggningsdel är ändrad.').waitFor()
    expect(await known()).toBe(200)
    await page.goto(`${TOWN}/changes`)
    await press(page, /^Ångra ”Relationshandling Tangenter/)
    await press(page, 'Gör 1 ändring')
    await soon(known).toBe(404)
  })
}
