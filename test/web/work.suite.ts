import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultView, PredictionView } from '@driftbild/api/contract'
import { expect, test } from 'vitest'
import { centreOf } from './crew-of.ts'
import { stepOf } from './order-of.ts'
import { type Stage, soon, TOWN } from './stage.ts'

export function workSuite(stage: () => Stage): void {
  test('an alarm becomes a fault, an order, work and an outcome, and the closed order stays', async () => {
    const page = await stage().visit()
    await page.goto(`${TOWN}/alarms`)
    const full = page.getByRole('listitem').filter({ hasText: 'Fullt kärl' })
    const bin = (await full.first().locator('.row-facts span').first().textContent())!
    // Another one may be raised above it meanwhile.
    const alarm = full.filter({ has: page.getByText(bin, { exact: true }) })
    await alarm.getByRole('button', { name: 'Kvittera' }).click()
    await alarm.getByText('Kvitterat', { exact: true }).waitFor()
    await alarm.getByRole('link', { name: 'Felet det hör till' }).click()
    await page.getByRole('heading', { name: 'Det som talar för felet' }).waitFor()
    const title = (await page.getByRole('heading', { level: 1 }).textContent())!
    expect(title).toContain('Fullt kärl: ')

    await page.getByRole('button', { name: 'Skapa arbetsorder' }).click()
    await soon(() => stepOf(page)).toBe('Utkast')
    await page.getByRole('button', { name: 'Godkänn' }).click()
    await soon(() => stepOf(page)).toBe('Godkänd')
    await page.getByRole('button', { name: 'Tilldela' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Arbetslag').fill('Renhållning 2')
    await dialog.getByRole('button', { name: 'Tilldela' }).click()
    await soon(() => stepOf(page)).toBe('Tilldelad')
    await page.getByRole('button', { name: 'Starta arbetet' }).click()
    await soon(() => stepOf(page)).toBe('Pågår')
    await page.getByRole('button', { name: 'Avsluta som klar' }).click()
    await dialog.getByLabel('Vad var orsaken?').fill('Någon hade ställt grovsopor i kärlet')
    await dialog.getByLabel('Vad gjordes?').fill('Tömt och kört bort')
    await dialog.getByRole('button', { name: 'Avsluta som klar' }).click()
    await soon(() => stepOf(page)).toBe('Klar')

    const order = page.url()
    await page.reload()
    await page
      .getByRole('region', { name: 'Utfall', exact: true })
      .getByText('Någon hade ställt grovsopor i kärlet')
      .waitFor()
    await page.goto(`${TOWN}/orders`)
    await page.getByRole('heading', { level: 1, name: 'Arbetsorder' }).waitFor()
    await page.getByText('Alla', { exact: true }).click()
    const row = page.getByRole('listitem').filter({ hasText: 'Någon hade ställt grovsopor i kärlet' })
    await row.getByRole('link', { name: title }).click()
    await page.waitForURL(order)
  })

  test('a prediction shows its evidence and becomes an order, on a phone in English', async () => {
    const { id } = await drawn(stage())
    const page = await stage().visit({ size: 'phone', language: 'en' })
    await page.goto(TOWN)
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('link', { name: 'Predictions', exact: true }).filter({ visible: true }).click()
    const listed = page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ has: page.locator(`a[href$="${id}"]`) })
    await listed.getByText(/right in \d+ cases of \d+/).waitFor()
    await listed.getByRole('link').click()
    await page.getByText(/Of \d+ such predictions/).waitFor()
    const why = page.getByRole('region', { name: 'Why', exact: true })
    await why.locator('canvas').first().waitFor()
    await why.getByRole('button', { name: 'Show as a table' }).first().click()
    await why.getByRole('row', { name: 'Good' }).first().waitFor()
    await page.getByRole('button', { name: 'Create work order' }).click()
    await soon(() => stepOf(page)).toBe('Draft')
    await page.getByRole('link', { name: 'Show the fault' }).click()
    await page.getByRole('link', { name: 'Open the work order' }).waitFor()
  })
}

/** The likeliest prediction with a chart whose fault has no order yet, whatever models have said in the town so far. */
async function drawn(stage: Stage): Promise<PredictionView> {
  const centre = await centreOf(stage)
  for (;;) {
    const predictions = await centre.get<{ items: PredictionView[] }>('predictions?standing=true')
    const faults = await centre.get<{ items: FaultView[] }>('faults?limit=1000')
    const ordered = new Set(faults.items.flatMap((fault) => (fault.order === null ? [] : [fault.id])))
    const found = predictions.items.find(
      ({ evidence: [first], fault }) => first?.chart && fault !== null && !ordered.has(fault),
    )
    if (found) return found
    await sleep(500)
  }
}
