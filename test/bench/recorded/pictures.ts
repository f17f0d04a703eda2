import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { ensureBrowser } from '../../browser.ts'
import type { Client } from '../../chain/client.ts'

export interface Picture {
  file: string
  /** The line that says where what the page shows comes from. */
  origin: string
}

/** Saves a picture of each page as a signed-in person sees it. Without a browser none. */
export async function takePictures(
  client: Client,
  address: string,
  folder: string,
  pages: readonly { name: string; path: string }[],
): Promise<Picture[]> {
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
    const pictures: Picture[] = []
    for (const { name, path } of pages) {
      await page
        .goto(address + path, { waitUntil: 'networkidle' })
        .catch(() => page.waitForTimeout(SETTLE_MS))
      await page.waitForTimeout(SETTLE_MS)
      const file = join(folder, `${name}.png`)
      await page.screenshot({ path: file })
      const origin = page.locator('aside').first()
      pictures.push({
        file,
        origin: (await origin.textContent({ timeout: SETTLE_MS }).catch(() => null)) ?? '',
      })
    }
    return pictures
  } finally {
    await browser.close()
  }
}

/** For what is asked for, comes and is drawn after the page is there; its live stream never ends. */
const SETTLE_MS = 4_000

const FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
]
