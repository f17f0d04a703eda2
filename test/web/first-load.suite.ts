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
}
