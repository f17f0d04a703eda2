import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { percentile } from '../collect/usage.ts'

export interface PageFigures {
  /** Seconds from the call for the page until its map is drawn and can be moved; the middle of the visits. */
  usable: number
  /** Milliseconds between two frames while the map is moved. */
  frameP50: number
  frameP95: number
  frames: number
}

/** What a visit is throttled to: a field office's line. */
const LINE = { latency: 40, downloadThroughput: 10e6 / 8, uploadThroughput: 5e6 / 8, offline: false }
const flags = [
  ...['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--use-gl=angle', '--use-angle=swiftshader'],
  '--enable-unsafe-swiftshader',
]

export const openBrowser = (path: string): Promise<Browser> =>
  chromium.launch({ executablePath: path, args: flags })

export interface VisitedPage {
  url: string
  size: { width: number; height: number }
  /** True in the page when its map is usable. */
  usable: () => boolean
  /** Middle of the map in the window. */
  middle: [number, number]
}

/**
 * Each page in turn, so that whatever else the machine does meets all alike; each visit has an empty cache. A first one
 * of each isn't counted: the browser itself is still starting.
 */
export async function measurePages<Name extends string>(
  browser: Browser,
  cookies: readonly { name: string; value: string }[],
  pages: Record<Name, VisitedPage>,
  visits: number,
): Promise<Record<Name, PageFigures>> {
  const names = Object.keys(pages) as Name[]
  const seen = Object.fromEntries(
    names.map((name) => [name, { usable: [], frames: [] }]),
  ) as unknown as Record<Name, { usable: number[]; frames: number[] }>
  for (let visit = -1; visit < visits; visit++) {
    for (const name of names) {
      const { url, size } = pages[name]
      const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' })
      await context.addCookies(cookies.map((cookie) => ({ ...cookie, url: new URL('/', url).href })))
      try {
        const one = await visitOnce(context, pages[name])
        if (visit < 0) continue
        seen[name].usable.push(one.usable)
        seen[name].frames.push(...one.frames)
      } finally {
        await context.close()
      }
    }
  }
  const figures = names.map((name): [Name, PageFigures] => {
    const usable = seen[name].usable.sort((a, b) => a - b)
    const frames = seen[name].frames.sort((a, b) => a - b)
    return [
      name,
      {
        ...{ usable: percentile(usable, 0.5)!, frames: frames.length },
        ...{ frameP50: percentile(frames, 0.5)!, frameP95: percentile(frames, 0.95)! },
      },
    ]
  })
  return Object.fromEntries(figures) as Record<Name, PageFigures>
}

async function visitOnce(context: BrowserContext, { url, usable, middle }: VisitedPage) {
  const page = await context.newPage()
  page.setDefaultTimeout(120_000)
  const throttled = await context.newCDPSession(page)
  await throttled.send('Network.enable')
  await throttled.send('Network.emulateNetworkConditions', LINE)
  const began = performance.now()
  await page.goto(url)
  await page.waitForFunction(usable, undefined, { polling: 20 })
  const seconds = (performance.now() - began) / 1000
  const frames = await framesOf(page, () => move(page, middle))
  return { usable: seconds, frames }
}

/** The same hand on both maps: closer, aside, closer still, aside, and out again. */
async function move(page: Page, [x, y]: [number, number]): Promise<void> {
  await page.mouse.move(x, y)
  for (const turns of [-1, -1, -1, 1]) {
    for (let i = 0; i < 6; i++) {
      await page.mouse.wheel(0, turns * 120)
      await page.waitForTimeout(60)
    }
    await page.mouse.down()
    for (let step = 1; step <= 12; step++) await page.mouse.move(x + step * 14, y + step * 6)
    await page.mouse.up()
    await page.mouse.move(x, y)
    await page.waitForTimeout(300)
  }
}

async function framesOf(page: Page, during: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const told = { frames: [] as number[], last: performance.now() }
    Object.assign(window, { told })
    const next = (now: number) => {
      told.frames.push(now - told.last)
      told.last = now
      requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  })
  await during()
  const frames = await page.evaluate(() => (window as unknown as { told: { frames: number[] } }).told.frames)
  return frames.slice(1)
}
