import type { Page } from 'playwright-core'
import { centreOf } from './crew-of.ts'
import { type Stage, TOWN } from './stage.ts'

/** Makes an order of a lamp that somebody reported, by clicks in Swedish; answers its address. */
export async function draftOrder(stage: Stage, page: Page): Promise<string> {
  const { fault } = await (await centreOf(stage)).report()
  await page.goto(`${TOWN}/faults`)
  await page
    .getByRole('listitem')
    .filter({ has: page.locator(`a[href$="${fault}"]`) })
    .filter({ hasText: 'Ingen arbetsorder' })
    .getByRole('link')
    .first()
    .click()
  await page.getByRole('button', { name: 'Skapa arbetsorder' }).click()
  await page.waitForURL('**/orders/*')
  await page.getByRole('button', { name: 'Godkänn' }).waitFor()
  return page.url()
}

/** Where on its way an order stands. */
export const stepOf = (page: Page): Promise<string | null> =>
  page.locator('.steps [aria-current=step]').textContent()
