import type { Page } from 'playwright-core'

/** What a page's visitor never sees and its maker must: errors in the console and in the page, failed requests. */
export function troublesOf(page: Page): string[] {
  const troubles: string[] = []
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    const { url } = message.location()
    if (isAskingWhoIAm(url) && message.text().includes('401')) return
    // The graphics card that is played in software, about itself.
    if (message.text().includes('GL Driver Message')) return
    troubles.push(`console ${message.type()}: ${message.text()} (${url})`)
  })
  page.on('pageerror', (error) => troubles.push(`page: ${error.message}`))
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText
    // Given up by the page itself: a tile that went out of sight, the live stream of a view that moved on.
    if (why !== 'net::ERR_ABORTED') troubles.push(`${request.method()} ${request.url()}: ${why}`)
  })
  page.on('response', (response) => {
    if (response.status() < 400 || (response.status() === 401 && isAskingWhoIAm(response.url()))) return
    troubles.push(`${response.request().method()} ${response.url()}: ${response.status()}`)
  })
  return troubles
}

/** A 401 to this question is how a page learns that nobody is signed in; the map's first one goes out beside it. */
const isAskingWhoIAm = (url: string): boolean =>
  URL.canParse(url) && /^\/api\/(me|\d{4}\/overview)$/.test(new URL(url).pathname)
