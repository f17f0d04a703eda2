import type { Page } from 'playwright-core'
import { TOWN } from './stage.ts'

/** Makes an order of a fault that has none, by clicks in Swedish; answers its address. */
export async function draftOrder(page: Page): Promise<string> {
  await page.goto(`${TOWN}/faults`)
  await page.getByRole('listitem').filter({ hasText: 'Ingen arbetsorder' }).getByRole('link').first().click()
  await page.getByRole('button', { name: 'Skapa arbetsorder' }).click()
  await page.waitForURL('**/orders/*')
  await page.getByRole('button', { name: 'Godkänn' }).waitFor()
  return page.url()
}

/** Where on its way an order stands. */
export const stepOf = (page: Page): Promise<string | null> =>
  page.locator('.steps [aria-current=step]').textContent()
