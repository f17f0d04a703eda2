import { test } from 'vitest'
import { assetsOn } from './map-of.ts'
import { type Stage, soon, TOWN } from './stage.ts'

const visits = [
  {
    size: 'desktop',
    language: 'sv',
    map: 'Karta över anläggningarna',
    simulated: 'Simulerad stad',
    layers: 'Lager',
    lighting: 'Belysning',
    search: 'Sök anläggningsdel',
    chosen: 'Vald anläggningsdel',
    signal: 'Utgående tryck',
    chart: 'Utgående tryck, sju dygn',
    table: 'Visa som tabell',
    good: 'God',
    close: 'Stäng',
  },
  {
    size: 'phone',
    language: 'en',
    map: 'Map of the assets',
    simulated: 'Simulated town',
    layers: 'Layers',
    lighting: 'Lighting',
    search: 'Search assets',
    chosen: 'Selected asset',
    signal: 'Discharge pressure',
    chart: 'Discharge pressure, seven days',
    table: 'Show as a table',
    good: 'Good',
    close: 'Close',
  },
] as const

export function mapSuite(stage: () => Stage): void {
  test.each(visits)(
    'shows what the town has, and not what is switched off ($size, $language)',
    async (words) => {
      const page = await stage().visit(words)
      await page.goto(`${TOWN}/map`)
      await page.getByRole('region', { name: words.map }).waitFor()
      await page.getByText(words.simulated, { exact: true }).waitFor()
      await soon(() => assetsOn(page)).toBeGreaterThan(1000)
      const all = (await assetsOn(page))!
      await page.getByRole('button', { name: words.layers }).click()
      const lighting = page.getByRole('checkbox', { name: words.lighting, exact: true })
      await page.locator('label', { has: lighting }).click()
      await soon(() => assetsOn(page)).toBeLessThan(all - 1000)
      await page.locator('label', { has: lighting }).click()
      await soon(() => assetsOn(page)).toBe(all)
    },
  )

  test.each(visits)(
    'a search opens the asset with live values and its week ($size, $language)',
    async (words) => {
      const page = await stage().visit(words)
      await page.goto(`${TOWN}/map`)
      await page.getByRole('combobox', { name: words.search }).fill('VV1-P1')
      await page.getByRole('option', { name: /VV1-P1/ }).click()
      const panel = page.getByRole('complementary', { name: words.chosen })
      await panel.getByRole('heading', { name: 'Utgående pump 1' }).waitFor()
      const signal = panel.getByRole('button', { name: words.signal })
      await soon(() => signal.textContent()).toMatch(/\d[.,]\d\d\s*bar/)
      await signal.click()
      const chart = panel.getByRole('figure', { name: words.chart })
      await chart.locator('canvas').waitFor()
      await chart.getByRole('button', { name: words.table }).click()
      await chart.getByRole('row', { name: words.good }).first().waitFor()
      await panel.getByRole('button', { name: words.close }).click()
      await panel.waitFor({ state: 'detached' })
    },
  )
}
