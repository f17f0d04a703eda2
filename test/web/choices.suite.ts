import { expect, test } from 'vitest'
import { type Stage, soon, TOWN } from './stage.ts'

export function choicesSuite(stage: () => Stage): void {
  test.each([
    { size: 'desktop', opener: 'Inställningar och konto', openerThen: 'Settings and account' },
    { size: 'phone', opener: 'Mer', openerThen: 'More' },
  ] as const)(
    'the language and the theme hold over a reload ($size)',
    async ({ size, opener, openerThen }) => {
      const page = await stage().visit({ size })
      await page.goto(TOWN)
      const language = () => page.locator('html').getAttribute('lang')
      const theme = () => page.locator('html').getAttribute('data-theme')
      expect([await language(), await theme()]).toEqual(['sv', 'light'])

      await page.getByRole('button', { name: opener, exact: true }).click()
      await page.getByText('English', { exact: true }).click()
      await page.getByText('Dark', { exact: true }).click()
      await soon(async () => [await language(), await theme()]).toEqual(['en', 'dark'])

      await page.reload()
      await page.getByRole('button', { name: openerThen, exact: true }).waitFor()
      expect([await language(), await theme()]).toEqual(['en', 'dark'])
      await page.getByRole('link', { name: 'Overview' }).filter({ visible: true }).waitFor()

      await page.getByRole('button', { name: openerThen, exact: true }).click()
      await page.getByText('Svenska', { exact: true }).click()
      await page.getByText('Ljust', { exact: true }).click()
      await soon(async () => [await language(), await theme()]).toEqual(['sv', 'light'])
      await page.reload()
      await page.getByRole('button', { name: opener, exact: true }).waitFor()
      expect([await language(), await theme()]).toEqual(['sv', 'light'])
    },
  )
}
