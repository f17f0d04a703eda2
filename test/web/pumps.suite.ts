import { expect, test } from 'vitest'
import { type Stage, soon, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

/** How pumps are, from their service to one of them; a town of one day is still learning. */
export function pumpsSuite(stage: () => Stage): void {
  test('from water to how every pump is, and to one pump’s own page', async () => {
    const page = await stage().visit({ language: 'en' })
    await page.goto(`${TOWN}/water`)
    await page.getByRole('link', { name: 'Condition of pumps' }).click()
    const list = page.getByRole('list', { name: 'Pumps, the worst first' })
    // Three of the waterworks, two in each of five stations.
    await soon(() => list.getByRole('listitem').count()).toBe(13)
    await list
      .getByText(/^(The pump has not been judged yet|Learning)/)
      .first()
      .waitFor()
    expect(await violationsOn(page)).toEqual([])
    await list.getByRole('listitem').filter({ hasText: 'VV1-P1' }).getByRole('link').first().click()
    const own = page.getByRole('region', { name: 'Condition of the pump' })
    await own.getByText(/^(The pump has not been judged yet|Learning)/).waitFor()
    expect(await violationsOn(page)).toEqual([])
  })

  test('what fails where and when: streets by month, the most first', async () => {
    const page = await stage().visit({ as: await stage().product.invite('engineer'), language: 'en' })
    await page.goto(`${TOWN}/lighting/lamps`)
    const streets = page.getByRole('region', { name: 'Expected failures by street and month' }).first()
    // A street, its lamps, twelve months and the year.
    await soon(() => streets.getByRole('columnheader').count()).toBe(15)
    const yearOf = async (row: number) =>
      Number(await streets.getByRole('row').nth(row).getByRole('cell').last().textContent())
    expect(await yearOf(1)).toBeGreaterThanOrEqual(await yearOf(2))
    expect(await yearOf(1)).toBeGreaterThan(0)
    expect(await violationsOn(page)).toEqual([])
  })
}
