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

/**
 * The scripts that a screen can't stand without, gzipped as a server does it, in bytes: those that the page names, the
 * words and the screen's own, and all that these import. The map library apart; what is fetched for later isn't counted.
 */
export async function scriptsOf(page: Page, screen: string): Promise<{ own: number; map: number }> {
  await usableAfter(page)
  const fetched = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  const named = (await page.content()).match(/\/assets\/[\w.-]+\.js/g) ?? []
  const chosen = ['sv', screen].map((chunk) => fetched.find((name) => isOf(name, chunk)))
  const sizes = { own: 0, map: 0 }
  const seen = new Set<string>()
  const queue = [...named.filter((name) => isEntry(name)), ...chosen].map((name) => {
    if (!name) throw new Error(`${screen} was not fetched: ${fetched.join(' ')}`)
    return new URL(name, page.url()).href
  })
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    const script = await (await page.request.get(next)).text()
    sizes[isOf(next, 'maplibre') ? 'map' : 'own'] += gzipSync(script).byteLength
    for (const [, file] of script.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g))
      queue.push(new URL(file!, next).href)
  }
  return sizes
}

const isEntry = (name: string): boolean => isOf(name, 'index')
const isOf = (name: string, chunk: string): boolean => new RegExp(`/${chunk}-[\\w-]{8}\\.js$`).test(name)
