import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { ensureBrowser } from '../../browser.ts'
import type { Client } from '../../chain/client.ts'

/** Saves a picture of each page as a signed-in person sees it; gives the files. Without a browser none. */
export async function takePictures(
  client: Client,
  address: string,
  folder: string,
  pages: readonly { name: string; path: string }[],
): Promise<string[]> {
  const { path: executablePath, message } = ensureBrowser()
  if (!executablePath) {
    console.log(message)
    return []
  }
  const browser = await chromium.launch({ executablePath, args: FLAGS })
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'sv-SE' })
    await context.addCookies(client.cookies.map((cookie) => ({ ...cookie, url: address })))
    const page = await context.newPage()
    const files: string[] = []
    for (const { name, path } of pages) {
      await page
        .goto(address + path, { waitUntil: 'networkidle' })
        .catch(() => page.waitForTimeout(SETTLE_MS))
      await page.waitForTimeout(SETTLE_MS)
      const file = join(folder, `${name}.png`)
      await page.screenshot({ path: file })
      files.push(file)
    }
    return files
  } finally {
    await browser.close()
  }
}

/** The live stream never lets the network rest, and tiles are drawn after they came. */
const SETTLE_MS = 4_000

const FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
]
