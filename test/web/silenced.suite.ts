import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Stage, soon, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

/** Alarms that are silent while others stand, decided in administration. */
export function silencedSuite(stage: () => Stage): void {
  test('an alarm is silenced while another stands, by keyboard, changed, and let call again; the log has it all', async () => {
    const page = await stage().visit()
    await page.goto(`${TOWN}/admin`)
    await page
      .getByRole('navigation', { name: 'Admin' })
      .getByRole('link', { name: 'Larm som tystas' })
      .click()
    await page.getByRole('heading', { name: 'Inget larm tystas av ett annat' }).waitFor()
    await page.getByRole('button', { name: 'Tysta ett larm' }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    const save = dialog.getByRole('button', { name: 'Spara' })
    const first = dialog.getByRole('group', { name: 'Larmet som tystas' })
    const second = dialog.getByRole('group', { name: 'Medan det här larmet står' })
    await pick(page, first, 'VV1-P1')
    await pick(page, second, 'VV1-P1')
    expect(await save.isDisabled()).toBe(true)
    await dialog.getByLabel('Varför det ena följer av det andra').fill('Lagret går varmt av vibrationerna')
    expect(await violationsOn(page)).toEqual([])
    await dialog.getByText(/tystas medan .* står/).waitFor()
    await save.click()
    const row = page.getByRole('listitem').filter({ hasText: 'Lagret går varmt' })
    await row.getByText(/tiger medan/).waitFor()

    await row.getByRole('button', { name: /^Ändra/ }).click()
    await dialog.getByLabel('Varför det ena följer av det andra').fill('Provat i drift i mars')
    await save.click()
    await row.waitFor({ state: 'detached' })
    const changed = page.getByRole('listitem').filter({ hasText: 'Provat i drift i mars' })
    await changed.getByRole('button', { name: /^Låt larma igen/ }).click()
    await page.getByRole('heading', { name: 'Inget larm tystas av ett annat' }).waitFor()

    await page.getByRole('link', { name: 'Vem som ändrat vad', exact: false }).click()
    await page.getByLabel('Vad').fill('alarm-')
    for (const what of ['Larm undertryckt av ett annat', 'Tystat larm ändrat', 'Larm åter i drift'])
      await soon(() => page.getByRole('table').textContent()).toContain(what)
  })

  test('in English, on a phone', async () => {
    const page = await stage().visit({ language: 'en', size: 'phone' })
    await page.goto(`${TOWN}/admin/silenced`)
    await page.getByRole('button', { name: 'Silence an alarm' }).click()
    const dialog = page.getByRole('dialog')
    await pick(page, dialog.getByRole('group', { name: 'The alarm that is silenced' }), 'VV1-P1')
    expect(await violationsOn(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })
  })
}

/** Finds the asset by its tag and takes the first of its alarms, without a pointer. */
async function pick(page: Page, group: ReturnType<Page['getByRole']>, tag: string): Promise<void> {
  const asset = group.getByRole('combobox', { name: /^(Anläggningsdel|Asset)/ })
  // A dialog that has just opened takes the focus to itself.
  const hasFocus = () => page.getByRole('dialog').evaluate((one) => one.contains(document.activeElement))
  await soon(hasFocus).toBe(true)
  await asset.focus()
  await page.keyboard.type(tag)
  await soon(() => page.getByRole('listbox').getByRole('option').first().textContent()).toContain(tag)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const alarm = group.getByLabel(/^(Larm|Alarm)$/)
  await alarm.waitFor()
  await alarm.selectOption({ index: 1 })
}
