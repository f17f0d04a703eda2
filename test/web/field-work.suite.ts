import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { centreOf } from './crew-of.ts'
import { crewsPhone, killed, toSync, troublesOn, withShell } from './phone-of.ts'
import { SIGN, type Stage, soon, TOWN } from './stage.ts'

interface Document {
  id: string
  kind: string
  name: string
  bytes: number
}

/** What a crew makes and needs at the place, without coverage. */
export function fieldWorkSuite(stage: () => Stage): void {
  test('what is said and signed at the place lies on the phone, and is heard and seen on the order', async () => {
    const centre = await centreOf(stage())
    const [order] = await centre.assign('Fältlag 11', 1)
    const page = await crewsPhone(stage(), 'Fältlag 11')
    await page.getByRole('link', { name: order!.title }).click()
    await page.getByLabel('Anteckning', { exact: true }).waitFor()
    await withShell(page)
    await page.context().setOffline(true)

    await page.getByRole('button', { name: 'Röstanteckning' }).click()
    await page.getByText(/Spelar in, [1-9]/).waitFor()
    expect(await troublesOn(page)).toEqual([])
    await page.getByRole('button', { name: 'Sluta spela in' }).click()
    await page.getByRole('heading', { name: '1 röstanteckning' }).waitFor()

    await page.getByRole('button', { name: 'Underskrift' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByLabel('Namnförtydligande').fill('Kim Ek')
    const pad = (await sheet.getByRole('img', { name: 'Yta att skriva under på, tom' }).boundingBox())!
    await page.mouse.move(pad.x + 30, pad.y + 60)
    await page.mouse.down()
    for (const x of [60, 120, 200]) await page.mouse.move(pad.x + x, pad.y + 30 + (x % 40), { steps: 5 })
    await page.mouse.up()
    await sheet.getByRole('img', { name: 'Underskriften som den är ritad' }).waitFor()
    expect(await troublesOn(page)).toEqual([])
    await sheet.getByRole('button', { name: 'Skriv under' }).click()
    await page.getByRole('heading', { name: '1 underskrift' }).waitFor()
    // By keyboard alone: the name is enough.
    await page.getByRole('button', { name: 'Underskrift' }).press('Enter')
    await sheet.getByLabel('Namnförtydligande').fill('Sam Berg')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '2 underskrifter' }).waitFor()

    const phone = await killed(page, `${TOWN}/my-day/${order!.id}`)
    await phone.getByRole('heading', { name: '2 underskrifter' }).waitFor()
    await phone.getByRole('heading', { name: '1 röstanteckning' }).waitFor()
    await phone.context().setOffline(false)
    await toSync(phone)
    await phone.getByText('Allt är skickat.').waitFor()
    const made = await centre.get<Document[]>(`work-orders/${order!.id}/documents`)
    expect(made.map(({ kind }) => kind).sort()).toEqual(['signature', 'signature', 'voice'])

    const office = await stage().visit({ language: 'en' })
    await office.goto(`${TOWN}/orders/${order!.id}`)
    await office.getByRole('heading', { name: '2 signatures' }).waitFor()
    for (const name of ['Kim Ek', 'Sam Berg']) {
      const picture = office.getByRole('img', { name })
      await soon(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(900)
    }
    const sound = office.locator('audio')
    await sound.evaluate((audio: HTMLAudioElement) => audio.play())
    await soon(() => sound.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeGreaterThan(0)
  })

  test('a sign’s code is read by the camera, and names the asset that is reported', async () => {
    const page = await crewsPhone(stage(), 'Fältlag 11')
    await page.goto(`${TOWN}/report`)
    await page.getByRole('button', { name: 'Läs QR-kod' }).click()
    await soon(() => page.getByLabel('Anläggningsdel', { exact: true }).inputValue()).toBe(SIGN)
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  test('an asset’s documents are taken along with the day and opened without coverage', async () => {
    const centre = await centreOf(stage())
    const [order] = await centre.assign('Fältlag 12', 1)
    const content = Buffer.from('en ritning av en armatur')
    const { id, hash } = await centre.document(order!.subject.tag, 'Ritning L.png', content)
    const page = await crewsPhone(stage(), 'Fältlag 12')
    await page.getByText('1 dokument är med.').waitFor()
    await withShell(page)
    await page.context().setOffline(true)
    await page.reload()
    await page.getByRole('link', { name: order!.title }).click()
    const link = page.getByRole('link', { name: /Ritning L.png.*i telefonen/ })
    await link.waitFor()
    expect(await link.getAttribute('href')).toBe(`/api${TOWN}/documents/${id}/content`)
    const read = await page.evaluate(async (path) => {
      const answer = await fetch(path)
      return [...new Uint8Array(await answer.arrayBuffer())]
    }, `/api${TOWN}/documents/${id}/content`)
    expect(createHash('sha256').update(Buffer.from(read)).digest('hex')).toBe(hash)
    expect(await troublesOn(page)).toEqual([])
    // As wide as a desk's page at 400 %.
    await page.setViewportSize({ width: 320, height: 640 })
    expect(await troublesOn(page)).toEqual([])
  })
}
