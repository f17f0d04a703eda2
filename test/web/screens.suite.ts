import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { allScreens, show } from './all-screens.ts'
import { troublesForFingers } from './fingers.ts'
import { type Stage, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

export function screensSuite(stage: () => Stage): void {
  test.each([1, 2, 3])(
    'every screen is accessible in both themes, and on a phone, where fingers find everything (part %i of 3)',
    {
      timeout: 300_000,
    },
    async (part) => {
      const desktop = await stage().visit()
      const phone = await stage().visit({ size: 'phone' })
      const screens = (await allScreens(desktop)).filter((_, i) => i % 3 === part - 1)
      const found: string[] = []
      const onDesktop = async () => {
        for (const screen of screens) {
          await show(desktop, screen)
          found.push(...(await inBothThemes(desktop, screen.name)))
        }
      }
      const onPhone = async () => {
        for (const screen of screens) {
          await show(phone, screen)
          for (const trouble of [...(await violationsOn(phone)), ...(await troublesForFingers(phone))])
            found.push(`${screen.name}, on a phone: ${trouble}`)
        }
      }
      await Promise.all([onDesktop(), onPhone()])
      expect(found).toEqual([])
    },
  )

  test('so is the way in', async () => {
    const page = await stage().visit({ as: null, size: 'phone' })
    await show(page, { name: 'sign in', path: '/sign-in?error=INVALID_TOKEN' })
    const found = [...(await inBothThemes(page, 'sign in')), ...(await troublesForFingers(page))]
    expect(found).toEqual([])
  })

  test.each([
    { path: `${TOWN}/map`, opener: 'Lager' },
    { path: TOWN, opener: 'Mer' },
    { path: `${TOWN}/alarms`, opener: 'Parkera' },
  ])('so is what opens over a page: $opener', async ({ path, opener }) => {
    const page = await stage().visit({ size: 'phone' })
    await show(page, { name: opener, path })
    await page.getByRole('button', { name: opener }).first().click()
    await page.getByRole('dialog').waitFor()
    const found = [...(await inBothThemes(page, opener)), ...(await troublesForFingers(page))]
    expect(found).toEqual([])
  })
}

async function inBothThemes(page: Page, name: string): Promise<string[]> {
  const found: string[] = []
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.locator(`html[data-theme=${scheme}]`).waitFor()
    for (const violation of await violationsOn(page)) found.push(`${name}, ${scheme}: ${violation}`)
  }
  return found
}
