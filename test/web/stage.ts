import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { fakeCamera } from './fake-camera.ts'
import { type Product, startProduct } from './product.ts'
import { troublesOf } from './troubles.ts'

export const TOWN = '/9999'
/** The asset whose sign the camera is held over. */
export const SIGN = 'VV1-P1'

const sizes = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true },
} as const
export interface Visit {
  size?: keyof typeof sizes
  language?: 'sv' | 'en'
  /** Who comes; the administrator unless named otherwise. A link is used up by it, null is nobody. */
  as?: string | null
  /** The network is cut in it: what then fails is meant to. */
  losesNetwork?: boolean
  /** The server says no in it, and is meant to. */
  isRefused?: boolean
}

/** The whole product, up, and a browser to meet it with. */
export interface Stage {
  product: Product
  /** A page in a browser of its own, signed in, not yet anywhere. */
  visit(visit?: Visit): Promise<Page>
  /** Ends all visits; answers what went wrong in them, in the console, in the page or on the way. */
  leave(): Promise<string[]>
  close(): Promise<void>
}

const flags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // The map's WebGL in software; the rest needs no graphics card, and is quicker without a pretended one.
  '--disable-gpu',
  '--enable-unsafe-swiftshader',
  // A camera that sees a sign and a microphone that beeps; nobody is asked for either.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
]

export async function openStage(browserPath: string): Promise<Stage> {
  const camera = fakeCamera(`http://127.0.0.1${TOWN}/assets/${SIGN}`)
  const browser = await chromium.launch({ executablePath: browserPath, args: [...flags, ...camera.flags] })
  const product = await startProduct().catch(async (error) => {
    await browser.close()
    camera.remove()
    throw error
  })
  const sessions = new Map<string, Promise<BrowserState>>()
  const stateOf = (link: string): Promise<BrowserState> => {
    const known = sessions.get(link) ?? signIn(browser, link)
    sessions.set(link, known)
    return known
  }
  const firstLink = product.link()
  let visits: { context: BrowserContext; troubles: string[] }[] = []

  return {
    product,
    async visit({
      size = 'desktop',
      language = 'sv',
      as = firstLink,
      losesNetwork = false,
      isRefused = false,
    } = {}) {
      const context = await browser.newContext({
        ...sizes[size],
        baseURL: product.address,
        // Frames that only move something are drawn in software here.
        reducedMotion: 'reduce',
        ...(as !== null && { storageState: await stateOf(as) }),
      })
      // As if chosen on an earlier visit; a choice made on this one stays.
      await context.addInitScript((chosen) => {
        if (localStorage.getItem('driftbild.locale') === null)
          localStorage.setItem('driftbild.locale', chosen)
      }, language)
      const page = await context.newPage()
      page.setDefaultTimeout(60_000)
      visits.push({ context, troubles: losesNetwork || isRefused ? [] : troublesOf(page) })
      return page
    },
    async leave() {
      const ended = visits
      visits = []
      await Promise.all(ended.map(({ context }) => context.close()))
      return ended.flatMap(({ troubles }) => troubles)
    },
    async close() {
      await browser.close()
      camera.remove()
      await product.stop()
    },
  }
}

type BrowserState = Awaited<ReturnType<BrowserContext['storageState']>>

async function signIn(browser: Browser, link: string): Promise<BrowserState> {
  const context = await browser.newContext()
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(link)
  // To the overview of the town, or to a crew's day in it.
  await page.waitForURL(`**${TOWN}**`)
  const state = await context.storageState()
  await context.close()
  return { ...state, origins: [] }
}

/** Asks again until it is so; how long that takes is not what these stories are about. */
export const soon = <T>(ask: () => Promise<T> | T) => expect.poll(ask, { timeout: 60_000, interval: 100 })
