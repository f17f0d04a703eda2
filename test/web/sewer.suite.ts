import { expect, test } from 'vitest'
import { type Stage, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

/** What overflowed, what flows in, and what energy costs. */
export function sewerSuite(stage: () => Stage): void {
  test('an overflow that no sensor saw is told, decided anew, and both are kept', async () => {
    const page = await stage().visit()
    await page.goto(`${TOWN}/sewer`)
    await page.getByRole('link', { name: 'Bräddningar' }).click()
    await page.getByRole('heading', { level: 1, name: 'Bräddningar' }).waitFor()
    await page.getByRole('button', { name: 'Lägg till bräddning' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Station').fill('APS5')
    await dialog.getByLabel('Volym (m³)').fill('12')
    await dialog.getByLabel('Orsak').selectOption('planned')
    await dialog.getByLabel('Anteckning').fill('Spolning av ledning')
    await dialog.getByRole('button', { name: 'Spara' }).click()
    await dialog.waitFor({ state: 'detached' })
    const row = page.getByRole('listitem').filter({ hasText: 'Udden' }).first()
    await row.getByText('Orsak: Planerat arbete').waitFor()
    expect(await violationsOn(page)).toEqual([])

    await row.getByRole('button', { name: /^Bedöm bräddningen vid/ }).click()
    await dialog.getByLabel('Orsak').selectOption('blockage')
    await dialog.getByLabel('Anteckning').fill('Det var ett stopp')
    await dialog.getByRole('button', { name: 'Spara' }).click()
    await row.getByText('Orsak: Stopp').waitFor()
    await row.getByText('Bedömningar').click()
    await row.getByText('Spolning av ledning').waitFor()
  })

  test('the price for a kWh is the municipality’s own, and the page of energy says from where it is', async () => {
    const page = await stage().visit()
    await page.goto(`${TOWN}/energy`)
    await page.getByText('Driftbilds schablon').waitFor()
    await page.getByRole('link', { name: 'Ändra elpriset' }).click()
    await page.getByLabel('Elpris, kr/kWh med nät och skatt').fill('1.82')
    await page.getByLabel('Var elpriset kommer från').fill('Elavtal 2026')
    await page.getByRole('button', { name: 'Spara' }).click()
    await page.getByText('Sparat.', { exact: true }).waitFor()
    await page.goto(`${TOWN}/energy`)
    await page.getByText('Elpris 1,82 kr/kWh. Källa: Elavtal 2026').waitFor()
    expect(await violationsOn(page)).toEqual([])
  })

  test('a pumping station tells what flows to it', async () => {
    const page = await stage().visit()
    await page.goto(`${TOWN}/assets/APS1`)
    await page.getByRole('heading', { name: /^Tillrinning och tillskottsvatten/ }).waitFor()
    await page.getByRole('heading', { name: 'Förslag: start- och stoppnivåer' }).waitFor()
  })
}
