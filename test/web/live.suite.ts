import { expect, test } from 'vitest'
import { type Stage, soon, TOWN } from './stage.ts'

export function liveSuite(stage: () => Stage): void {
  test('a value in the panel follows the field without a reload', async () => {
    const page = await stage().visit()
    await page.goto(`${TOWN}/map?asset=VV1-P1`)
    await page.evaluate(() => Object.assign(window, { thisLoad: true }))
    await page.getByRole('status').getByText('Direkt').waitFor()
    const flow = page.getByRole('button', { name: /^Flöde/ })
    const first = await flow.textContent()
    await soon(() => flow.textContent()).not.toBe(first)
    expect(await flow.textContent()).toMatch(/\d\s*m³\/h/)
    expect(await page.evaluate(() => 'thisLoad' in window)).toBe(true)
  })
}
