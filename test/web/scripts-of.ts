import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'

/** From now on the page marks when its screen stands: it has its heading, and nothing is still to come. */
export async function markUsable(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const look = new MutationObserver(() => {
      if (!document.querySelector('#page h1')) return
      if (document.querySelector('#page [aria-busy=true], #page .skeleton')) return
      performance.mark('usable')
      look.disconnect()
    })
    look.observe(document, { childList: true, subtree: true, attributes: true })
  })
}

/** Milliseconds from asking for the page until its screen stands. */
export const usableAfter = (page: Page): Promise<number> =>
  page
    .waitForFunction(() => performance.getEntriesByName('usable')[0]?.startTime)
    .then(async (mark) => (await mark.jsonValue())!)

/** The scripts that a screen has to wait for, gzipped as a server does it, in bytes; the map library apart. */
export async function scriptsOf(page: Page): Promise<{ own: number; map: number }> {
  const usable = await usableAfter(page)
  const names = await page.evaluate(
    (until) =>
      performance
        .getEntriesByType('resource')
        .flatMap(({ name, startTime }) => (/\.m?js$/.test(name) && startTime < until ? [name] : [])),
    usable,
  )
  const sizes = { own: 0, map: 0 }
  for (const name of new Set(names)) {
    const script = await (await page.request.get(name)).body()
    sizes[/\/maplibre-/.test(name) ? 'map' : 'own'] += gzipSync(script).byteLength
  }
  return sizes
}
