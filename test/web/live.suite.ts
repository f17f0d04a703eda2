import { expect, test } from 'vitest'
import { type Stage, soon, TOWN } from './stage.ts'

export function liveSuite(stage: () => Stage): void {
  test('a value in the panel follows the field without a reload', async () => {
    const page = await stage().visit()
    await page.goto(`${TOWN}/map?asset=QM1`)
    await page.evaluate(() => Object.assign(window, { thisLoad: true }))
    await page.getByRole('status').getByText('Direkt').waitFor()
    const values = page.getByRole('button', { name: /^(Flöde|Tryck|Volym)/ })
    await soon(() => values.count()).toBe(3)
    const first = await values.allTextContents()
    expect(first.every((value) => /\d/.test(value))).toBe(true)
    await soon(() => values.allTextContents()).not.toEqual(first)
    expect(await page.evaluate(() => 'thisLoad' in window)).toBe(true)
  })
}
