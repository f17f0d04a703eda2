import { expect, test } from 'vitest'
import { expectFocus, tabTo } from './keys.ts'
import { type Stage, soon, TOWN } from './stage.ts'

export function keyboardSuite(stage: () => Stage): void {
  test('the map’s content is a list that is reached, narrowed and opened without a pointer', async () => {
    const page = await stage().visit()
    await page.goto(`${TOWN}/map`)
    await page.getByRole('region', { name: 'Karta över anläggningarna' }).waitFor()
    await tabTo(page, 'link', 'Visa samma innehåll som lista')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Register' }).waitFor()
    await tabTo(page, 'searchbox', 'Namn eller beteckning')
    await page.keyboard.type('Utgående pump')
    await soon(() => page.getByRole('row').count()).toBe(4)
    await tabTo(page, 'combobox', 'Verksamhet')
    await page.keyboard.press('ArrowDown')
    await page.waitForURL('**service=water**')
    await tabTo(page, 'link', 'Utgående pump 1')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Utgående pump 1' }).waitFor()
    await tabTo(page, 'button', /^Effekt/)
    await page.keyboard.press('Enter')
    await page.getByRole('figure', { name: 'Effekt, sju dygn' }).waitFor()
  })

  test('a search opens the panel with the focus in it, and Escape gives it back', async () => {
    const page = await stage().visit()
    await page.goto(`${TOWN}/map`)
    await page.getByRole('combobox', { name: 'Sök anläggningsdel' }).waitFor()
    await page.keyboard.press('/')
    await expectFocus(page, 'combobox', 'Sök anläggningsdel')
    await page.keyboard.type('VV1-P1')
    // What was found for the first letters stays until the rest is answered: the first line is what counts.
    await soon(() => page.getByRole('option').first().textContent()).toMatch(/VV1-P1/)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Utgående pump 1' }).waitFor()
    await expectFocus(page, 'complementary', 'Vald anläggningsdel')
    await tabTo(page, 'button', 'Stäng')
    await page.keyboard.press('Escape')
    await page.getByRole('complementary', { name: 'Vald anläggningsdel' }).waitFor({ state: 'detached' })
    await expectFocus(page, 'combobox', 'Sök anläggningsdel')
  })

  test.each([
    { opener: 'Lager', place: '/map' },
    { opener: 'Inställningar och konto', place: '' },
  ])('what $opener opens closes on Escape and gives the focus back', async ({ opener, place }) => {
    const page = await stage().visit()
    await page.goto(TOWN + place)
    await page.getByRole('button', { name: opener }).waitFor()
    await tabTo(page, 'button', opener)
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await page.keyboard.press('Tab')
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await expectFocus(page, 'button', opener)
  })
}
