import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Stage, soon, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

export function lampsSuite(stage: () => Stage): void {
  const engineer = async (visit: Parameters<Stage['visit']>[0] = {}): Promise<Page> =>
    stage().visit({ ...visit, as: await stage().product.invite('engineer') })

  test('from lighting to a street’s lamps: an order is made of a group, and taken back', async () => {
    const page = await engineer()
    await page.goto(`${TOWN}/lighting`)
    await page.getByRole('link', { name: 'Lampbyten' }).click()
    const proposals = page.getByRole('region', { name: 'Förslag till gruppbyte' })
    await proposals.getByText('Alla grupper').click()
    const row = proposals
      .getByRole('listitem')
      .filter({ has: page.getByRole('button', { name: /^Gör arbetsorder/ }) })
    const street = (await row.first().getByRole('strong').textContent())!
    const own = proposals.getByRole('listitem').filter({ hasText: street }).first()
    await own.getByRole('button', { name: /^Gör arbetsorder/ }).click()
    await own.getByRole('link', { name: /^Order \d+$/ }).waitFor()
    expect(await violationsOn(page)).toEqual([])

    await own.getByRole('link', { name: /^Order \d+$/ }).click()
    await page.getByRole('heading', { name: new RegExp(`Gruppbyte: ${street}`) }).waitFor()
    await page.goBack()
    await proposals.getByText('Alla grupper').click()
    await own.getByRole('button', { name: /^Ångra arbetsorder/ }).click()
    await own.getByRole('button', { name: /^Gör arbetsorder/ }).waitFor()
  })

  test('a price of one’s own changes what the ways cost, in English as well', async () => {
    const page = await engineer({ language: 'en' })
    await page.goto(`${TOWN}/lighting/lamps`)
    const comparison = page.getByRole('region', { name: 'Comparison', exact: true })
    const cost = comparison
      .getByRole('row', { name: /^Only what has failed/ })
      .getByRole('cell')
      .first()
    const before = (await cost.textContent())!
    await page.getByRole('heading', { name: 'Prices and times' }).click()
    const crew = page.getByLabel('Value, Crew, an hour', { exact: true })
    await crew.fill('2500')
    await page.getByLabel('Source, Crew, an hour').fill('Contract 2026')
    expect(await violationsOn(page)).toEqual([])
    await page.getByRole('button', { name: 'Save the municipality’s figures' }).click()
    await soon(() => cost.textContent()).not.toBe(before)
    await page.reload()
    await page.getByRole('heading', { name: 'Prices and times' }).click()
    await soon(() => crew.inputValue()).toBe('2500')
  })
}
