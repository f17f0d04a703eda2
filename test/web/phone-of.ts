import type { BrowserContext, Page } from 'playwright-core'
import type { Order } from './crew-of.ts'
import { troublesForFingers } from './fingers.ts'
import type { Stage } from './stage.ts'
import { violationsOn } from './violations.ts'

/** One link for all phones: the centre lets few people in by link within a minute. */
const links = new WeakMap<Stage, Promise<string>>()
const crewsLink = (stage: Stage): Promise<string> => {
  const link = links.get(stage) ?? stage.product.invite('crew')
  links.set(stage, link)
  return link
}

/** A crew's phone on its day. `own`: with a session that nobody else has. */
export async function crewsPhone(
  stage: Stage,
  crew: string,
  { behindMs = 0, own = false, room }: { behindMs?: number; own?: boolean; room?: number } = {},
): Promise<Page> {
  const page = await stage.visit({
    size: 'phone',
    as: await (own ? stage.product.invite('crew') : crewsLink(stage)),
    losesNetwork: true,
  })
  if (behindMs !== 0) await page.clock.setSystemTime(Date.now() - behindMs)
  if (room !== undefined) await hasRoom(page, stage.product.address, room)
  await page.goto('/')
  await page.getByRole('button', { name: crew, exact: true }).click()
  await page.getByText(`${crew} · `).waitFor()
  return page
}

/** What the phone keeps of a site takes at most so many bytes, from its first visit on. */
async function hasRoom(page: Page, origin: string, quotaSize: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize })
}

/** Until the phone could start without coverage. */
export async function withShell(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
}

/** The app is gone and opened again; what it holds is what lay on the disk. */
export async function killed(page: Page, path: string): Promise<Page> {
  const context: BrowserContext = page.context()
  await page.close()
  const again = await context.newPage()
  again.setDefaultTimeout(60_000)
  await again.goto(path)
  return again
}

/** The button rests when the phone has what was written. */
export async function writeNote(page: Page, note: string): Promise<void> {
  await page.getByLabel('Anteckning').fill(note)
  await page.getByRole('button', { name: 'Spara anteckningen' }).click()
  await page.getByRole('button', { name: 'Spara anteckningen', disabled: true }).waitFor()
}

/** Noise, so that it is large and goes in several pieces. */
export async function takePhoto(
  page: Page,
  size: [width: number, height: number] = [900, 700],
): Promise<void> {
  const picture = await page.evaluate(async ([width, height]) => {
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const context = canvas.getContext('2d')!
    const image = context.createImageData(canvas.width, canvas.height)
    for (let i = 0; i < image.data.length; i++) image.data[i] = i % 4 === 3 ? 255 : Math.random() * 256
    context.putImageData(image, 0, 0)
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]!
  }, size)
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(picture, 'base64') })
}

export const notesIn = ({ history }: Order) =>
  history.flatMap(({ field, value }) => (field === 'note' ? [value] : []))

export const troublesOn = async (page: Page): Promise<string[]> => [
  ...(await violationsOn(page)),
  ...(await troublesForFingers(page)),
]

/** To where a crew reads what waits. */
export const toSync = (page: Page): Promise<void> =>
  page.getByRole('link', { name: 'Synk' }).filter({ visible: true }).click()
