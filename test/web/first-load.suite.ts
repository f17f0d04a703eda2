import { expect, test } from 'vitest'
import { markUsable, scriptsOf } from './scripts-of.ts'
import { type Stage, TOWN } from './stage.ts'

const MOST_BYTES = 250 * 1024

/** What somebody who comes for the first time has to wait for. */
export function firstLoadSuite(stage: () => Stage): void {
  test.each([
    ['overview', TOWN],
    ['my-day', `${TOWN}/my-day`],
    ['map-screen', `${TOWN}/map`],
    ['visit-screen', `${TOWN}/my-day/none`],
  ])('%s takes at most 250 kB of scripts, gzipped, beside the map library', async (screen, path) => {
    const page = await stage().visit()
    await markUsable(page)
    await page.goto(path)
    const { own } = await scriptsOf(page, screen)
    expect(own).toBeGreaterThan(50 * 1024)
    expect(own, 'bytes, gzipped').toBeLessThan(MOST_BYTES)
  })

  test('what the map begins with is asked for before the app has run, once, and what it can do without comes after it', async () => {
    const page = await stage().visit()
    await page.goto(`${TOWN}/map`)
    await page.waitForFunction(() => /\d/.test(document.querySelector('.map > p')?.textContent ?? ''))
    await page.getByRole('combobox').first().waitFor()
    const fetched = await page.evaluate(() =>
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).map((one) => ({
        path: new URL(one.name).pathname,
        begun: one.startTime,
        ended: one.responseEnd,
      })),
    )
    const of = (path: RegExp) => fetched.filter((one) => path.test(one.path))
    const [alarms] = of(/\/api\/\d{4}\/alarms$/)
    const before = of(/\/api\/\d{4}\/overview$/).filter(({ begun }) => begun < alarms!.begun)
    expect(before.length).toBe(1)
    const [app] = of(/\/index-[\w-]+\.js$/)
    const libraries = of(/\/maplibre-(?!gl-worker)[\w-]+\.js$/)
    expect(libraries.map(({ begun }) => begun < app!.ended)).toEqual([true])
    const [bar] = of(/\/time-bar-[\w-]+\.js$/)
    expect(bar!.begun).toBeGreaterThan(alarms!.begun)
  })
}
