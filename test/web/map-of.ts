import type { Page } from 'playwright-core'

/** How many assets the map says that it shows, alone or in clusters; null until it has drawn them. */
export async function assetsOn(page: Page): Promise<number | null> {
  const text = await page.locator('.map > p').textContent()
  const digits = text?.replaceAll(/\D/g, '')
  return digits ? Number(digits) : null
}
