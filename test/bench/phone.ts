import { parseArgs } from 'node:util'
import { chromium, type Page } from 'playwright-core'
import { ensureBrowser } from '../browser.ts'
import { startProduct } from '../web/product.ts'
import { markUsable, scriptsOf, usableAfter } from '../web/scripts-of.ts'
import { percentile } from './collect/usage.ts'

/**
 * A crew's phone: how long until its day can be read and pressed, on the first visit over a slow line and on a slow
 * processor, and afterwards without any line; and how many bytes of scripts that takes.
 */
const { values } = parseArgs({ options: { visits: { type: 'string', default: '5' } } })
const browserPath = ensureBrowser().path
if (!browserPath) throw new Error('a Chromium is needed')

/** Chromium's own notion of a middling phone on 4G. */
const LINE = { latency: 150, downloadThroughput: (1.6 * 1024 ** 2) / 8, uploadThroughput: (750 * 1024) / 8 }
const SLOWER = 4

const product = await startProduct()
const browser = await chromium.launch({
  executablePath: browserPath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
try {
  const link = await product.invite('crew')
  const first = await browser.newContext()
  const entrance = await first.newPage()
  await entrance.goto(link)
  await entrance.getByRole('heading', { level: 1, name: 'Min dag' }).waitFor()
  const storageState = await first.storageState()
  await first.close()

  const times = { first: [] as number[], again: [] as number[] }
  let scripts = { own: 0, map: 0 }
  for (let visit = 0; visit < Number(values.visits); visit++) {
    const context = await browser.newContext({
      ...{ viewport: { width: 390, height: 844 }, hasTouch: true, baseURL: product.address },
      storageState: { ...storageState, origins: [] },
    })
    const page = await context.newPage()
    await markUsable(page)
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    await devtools.send('Network.emulateNetworkConditions', { offline: false, ...LINE })
    times.first.push(await timeToDay(page))
    scripts = await scriptsOf(page, 'my-day')
    await devtools.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 },
    })
    await page.evaluate(() => navigator.serviceWorker.ready)
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    await context.setOffline(true)
    times.again.push(await timeToDay(page))
    await context.close()
  }
  const ms = (all: number[]) => ({
    p50: percentile(
      all.toSorted((a, b) => a - b),
      0.5,
    ),
    most: Math.max(...all),
  })
  const [firstMs, againMs] = [ms(times.first), ms(times.again)]
  const kB = (bytes: number) => `${(bytes / 1024).toFixed(0)} kB`
  console.log(`scripts of my day, gzipped: ${kB(scripts.own)}, and ${kB(scripts.map)} of the map library`)
  console.log(`first visit, slow line and processor: ${firstMs.p50} ms (most ${firstMs.most})`)
  console.log(`later, without a line, slow processor: ${againMs.p50} ms (most ${againMs.most})`)
  console.log(JSON.stringify({ bench: 'phone', scripts, first: firstMs, again: againMs }))
} finally {
  await browser.close()
  await product.stop()
}

/** Milliseconds from asking for the page until the crews, or the crew's orders, can be pressed. */
async function timeToDay(page: Page): Promise<number> {
  await page.goto('/9999/my-day', { waitUntil: 'commit' })
  return Math.round(await usableAfter(page))
}
