import { expect, test } from 'vitest'
import { type Stage, soon, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

/** Levels and what water is like: limits that a person sets, and where water came from. */
export function levelsSuite(stage: () => Stage): void {
  test('an engineer sets how fast the basin may fall, says why, and takes it back', async () => {
    const page = await stage().visit()
    await page.goto(`${TOWN}/assets/VV1-LR`)
    const limits = page.getByRole('region', { name: 'Larmgränser' })
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
}
