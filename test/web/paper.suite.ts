import { dark, light } from '@driftbild/words/look'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Stage, soon, TOWN } from './stage.ts'

/** What somebody has who prints a page. */
export function paperSuite(stage: () => Stage): void {
  test('charts are drawn for white paper though the screen is dark, and stay where they are', async () => {
    const page = await stage().visit()
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.goto(`${TOWN}/assets/VV1-P1`)
    const chart = page.locator('.asset-beside canvas').first()
    await soon(() => isDrawnIn(chart, dark.chart.axis)).toBe(true)
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    expect(await isDrawnIn(chart, light.chart.axis)).toBe(true)
    expect(await isDrawnIn(chart, dark.chart.axis)).toBe(false)
    // A sheet is narrower than the screen.
    await page.setViewportSize({ width: 700, height: 1000 })
    expect(await chart.count()).toBe(1)
    await page.evaluate(() => dispatchEvent(new Event('afterprint')))
    await page.setViewportSize({ width: 1440, height: 900 })
    await soon(() => isDrawnIn(chart, dark.chart.axis)).toBe(true)
  })

  test('the map on paper is what is seen of it', async () => {
    const page = await stage().visit()
    await page.goto(`${TOWN}/map`)
    await page.waitForFunction(() => /\d/.test(document.querySelector('.map > p')?.textContent ?? ''))
    const copy = page.locator('.map-on-paper')
    // What of the ground has come is on paper; a slow machine draws land before water.
    await soon(async () => {
      await page.evaluate(() => dispatchEvent(new Event('afterprint')))
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
      return Promise.all([light.map.land, light.map.water].map((colour) => isDrawnIn(copy, colour)))
    }).toEqual([true, true])
    await page.emulateMedia({ media: 'print' })
    expect(await copy.isVisible()).toBe(true)
    expect(await page.getByRole('button', { name: 'Filter' }).isVisible()).toBe(false)
    expect(await widerThanPaper(page)).toEqual([])
    await page.evaluate(() => dispatchEvent(new Event('afterprint')))
    expect(await copy.count()).toBe(0)
  })

  test('a round on paper is who drives it and its stops in their order', async () => {
    const page = await stage().visit()
    await page.goto(`${TOWN}/rounds`)
    const name = page.getByLabel('Fordon eller lag')
    await name.fill('Bil 9')
    await page.getByText('Alla', { exact: true }).click()
    const box = page.getByRole('region', { name: 'Kärl', exact: true }).first().getByRole('checkbox').first()
    if (!(await box.isChecked())) await box.click({ force: true })
    const stops = page.getByRole('region', { name: 'Ordning', exact: true }).getByRole('listitem')
    await soon(() => stops.count()).toBeGreaterThan(0)
    await page.emulateMedia({ media: 'print' })
    await page.getByRole('heading', { name: /^Bil 9 · / }).waitFor()
    expect(await stops.first().locator('strong').isVisible()).toBe(true)
    for (const hidden of [name, box, page.getByRole('button', { name: 'Spara rundan' })])
      expect(await hidden.isVisible()).toBe(false)
    expect(await widerThanPaper(page)).toEqual([])
  })
}

/** Whether a picture has a pixel of just this colour. */
const isDrawnIn = (chart: Locator, colour: string): Promise<boolean> =>
  chart.evaluate((canvas, wanted) => {
    const one = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!
    one.fillStyle = wanted
    one.fillRect(0, 0, 1, 1)
    const [r, g, b] = one.getImageData(0, 0, 1, 1).data
    const { width, height } = canvas as HTMLCanvasElement
    // A copy: reading the page's own would make the browser draw it in another way from then on.
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!
    copy.drawImage(canvas as HTMLCanvasElement, 0, 0)
    const { data } = copy.getImageData(0, 0, width, height)
    for (let i = 0; i < data.length; i += 4)
      if (data[i + 3] === 255 && data[i] === r && data[i + 1] === g && data[i + 2] === b) return true
    return false
  }, colour)

/** What a sheet of A4 would cut off at its edge. */
async function widerThanPaper(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 688, height: 1000 })
  return page.evaluate(() =>
    [...document.querySelectorAll('main *')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      .map((element) => `${element.tagName} ${element.className}`),
  )
}
