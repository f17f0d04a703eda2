import type { AssetPage, LeakRecord } from '@driftbild/api/contract'
import { expect, test } from 'vitest'
import { centreOf } from './crew-of.ts'
import { stepOf } from './order-of.ts'
import { type Stage, soon, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

/** Levels and what water is like: limits that a person sets, and where water came from. */
export function levelsSuite(stage: () => Stage): void {
  test('an engineer sets how fast the basin may fall, says why, and takes it back', async () => {
    const page = await stage().visit()
    await page.goto(`${TOWN}/assets/VV1-LR`)
    const limits = page.getByRole('region', { name: 'Larmgränser', exact: true })
    await limits.getByText('Nivå sjunker snabbare än 0,30 m/h').waitFor()
    const change = limits.getByRole('button', { name: /^Ändra: Nivå sjunker/ })
    await change.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Gräns (m/h)').fill('0,45')
    const save = dialog.getByRole('button', { name: 'Spara' })
    expect(await save.isDisabled()).toBe(true)
    await dialog.getByLabel('Varför').fill('Kvällsuttaget är större på sommaren')
    expect(await violationsOn(page)).toEqual([])
    await save.click()
    await limits.getByText('Nivå sjunker snabbare än 0,45 m/h').waitFor()

    await limits.getByRole('button', { name: /^Ändra: Nivå sjunker/ }).click()
    await dialog.getByText('Kvällsuttaget är större på sommaren').waitFor()
    await dialog.getByText(/^I registret: gräns 0,3 m\/h över 60 min/).waitFor()
    await dialog.getByLabel('Varför').fill('Åter efter sommaren')
    await dialog.getByRole('button', { name: 'Som i registret' }).click()
    await limits.getByText('Nivå sjunker snabbare än 0,30 m/h').waitFor()

    await page.goto(`${TOWN}/admin/audit`)
    await page.getByLabel('Vad').fill('alarm-limits')
    await soon(() => page.getByRole('table').textContent()).toContain('Larmgräns satt')
  })

  test('a station in the network tells where its water came from and who gets it next', async () => {
    const page = await stage().visit({ language: 'en', size: 'phone' })
    await page.goto(`${TOWN}/assets/KV3`)
    const travel = page.getByRole('region', { name: 'Where the water came from and where it goes' })
    await travel.getByText(/^Reckoned with flows in the pipes .* solved by EPANET/).waitFor()
    await travel.getByText(/^[\d,]+ connections? with [\d,]+ customers?/).waitFor()
    expect(await travel.getByRole('table').count()).toBe(2)
    expect(await violationsOn(page)).toEqual([])
  })
  test('a contamination suspicion leads to where the water came from, to an order, and to what was found', async () => {
    const centre = await centreOf(stage())
    const { name, zone } = await centre.get<AssetPage>('assets/KV3')
    const page = await stage().visit()
    await page.goto(`${TOWN}/assets/KV3`)
    const limits = page.getByRole('region', { name: 'Larmgränser', exact: true })
    const dialog = page.getByRole('dialog')
    const change = async (why: string, press: string, fields: Record<string, string> = {}) => {
      await limits.getByRole('button', { name: /^Ändra: Turbiditet över/ }).click()
      for (const [label, text] of Object.entries(fields)) await dialog.getByLabel(label).fill(text)
      await dialog.getByLabel('Varför').fill(why)
      await dialog.getByRole('button', { name: press }).click()
      await dialog.waitFor({ state: 'detached' })
    }
    // Water is never that clear: what the station measures next is beyond the limit.
    await change('Skärpt under högt vatten i ån', 'Spara', {
      'Gräns (FNU)': '0,01',
      'Fördröjning till (minuter)': '0',
    })

    await page.goto(`${TOWN}/alarms`)
    const alarm = page.getByRole('listitem').filter({ hasText: name })
    await alarm.getByText('Misstänkt förorening').first().waitFor()
    await alarm.getByRole('button', { name: 'Kvittera' }).click()
    await alarm.getByText('Kvitterat', { exact: true }).waitFor()

    await page.goto(`${TOWN}/zones/${zone}`)
    const stations = page.getByRole('region', { name: 'Vattenkvalitet i zonen' })
    const row = stations.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) })
    await row.getByText('Högt larm').waitFor()
    await row.getByText('FNU').waitFor()
    expect(await violationsOn(page)).toEqual([])
    await row.getByRole('link', { name }).click()
    const travel = page.getByRole('region', { name: 'Varifrån vattnet kom och vart det går' })
    await travel.getByRole('table').first().waitFor()

    await page.goto(`${TOWN}/alarms`)
    await alarm.getByRole('link', { name: 'Felet det hör till' }).click()
    await page.getByRole('heading', { level: 1, name: `Misstänkt förorening: ${name}` }).waitFor()
    expect(await violationsOn(page)).toEqual([])
    await page.getByRole('button', { name: 'Skapa arbetsorder' }).click()
    await soon(() => stepOf(page)).toBe('Utkast')
    await page.getByRole('button', { name: 'Godkänn' }).click()
    await soon(() => stepOf(page)).toBe('Godkänd')
    await page.getByRole('button', { name: 'Tilldela' }).click()
    await dialog.getByLabel('Arbetslag').fill('Vattenprov 1')
    await dialog.getByRole('button', { name: 'Tilldela' }).click()
    await soon(() => stepOf(page)).toBe('Tilldelad')
    await page.getByRole('button', { name: 'Starta arbetet' }).click()
    await soon(() => stepOf(page)).toBe('Pågår')
    const order = page.url()
    await page.goto(`${TOWN}/assets/KV3`)
    await change('Åter efter högvattnet', 'Som i registret')

    await page.goto(order)
    await page.getByRole('button', { name: 'Avsluta som klar' }).click()
    await dialog.getByLabel('Vad var orsaken?').fill('Ytvatten i en otät brunn')
    await dialog.getByLabel('Vad gjordes?').fill('Prov taget, sträckan spolad')
    await dialog.getByRole('button', { name: 'Avsluta som klar' }).click()
    await soon(() => stepOf(page)).toBe('Klar')
    await page.reload()
    await page
      .getByRole('region', { name: 'Utfall', exact: true })
      .getByText('Ytvatten i en otät brunn')
      .waitFor()
  })

  test('a zone that still learns says so, and what it will never tell, on a phone in English', async () => {
    const centre = await centreOf(stage())
    const learning = async () => (await centre.get<LeakRecord>('zones/MZ1/leaks')).learning
    // The model looks at a day once its night is over.
    await soon(learning).toMatchObject({ needed: 8 })
    const { nights } = (await learning())!
    const page = await stage().visit({ language: 'en', size: 'phone' })
    await page.goto(`${TOWN}/zones/MZ1`)
    const card = page.getByRole('region', { name: 'Still learning' })
    const so = nights === 0 ? 'no night yet' : nights === 1 ? '1 night' : `${nights} nights`
    await card.getByText(new RegExp(`: ${so} of 8\\.`)).waitFor()
    await card.getByText(/^A leak that ran from the first night on counts as usual/).waitFor()
    expect(await violationsOn(page)).toEqual([])
  })
}
