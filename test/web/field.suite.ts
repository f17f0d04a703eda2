import { createHash } from 'node:crypto'
import type { BrowserContext, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { centreOf, type Order } from './crew-of.ts'
import { troublesForFingers } from './fingers.ts'
import { type Stage, soon, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

export function fieldSuite(stage: () => Stage): void {
  test('a day is worked without coverage, over a killed app, and the centre has all of it once', async () => {
    const centre = await centreOf(stage())
    const [order] = await centre.assign('Fältlag 1', 2)
    const page = await crewsPhone(stage(), 'Fältlag 1')
    await page.getByText('Kartan är med.').waitFor()
    expect(await troublesOn(page)).toEqual([])
    await withShell(page)

    await page.context().setOffline(true)
    await page.reload()
    await page.getByRole('link', { name: order!.title }).click()
    await page.getByRole('button', { name: 'Starta arbetet' }).click()
    await page.getByRole('button', { name: 'Pausa arbetet' }).waitFor()
    await page.getByText('Strömmen bruten och låst').click()
    await takePhoto(page)
    await page.getByText('1 foto', { exact: true }).waitFor()
    // The app is killed in the middle of it.
    let phone = await killed(page, `${TOWN}/my-day/${order!.id}`)
    await phone.getByText('1 foto', { exact: true }).waitFor()
    expect(await phone.getByLabel('Strömmen bruten och låst').isChecked()).toBe(true)
    await phone.getByText('Ja, felet fanns').click()
    await phone.getByLabel('Vad var orsaken?').fill('Vatten i driftdonet')
    await phone.getByLabel('Arbetad tid, minuter').fill('35')
    expect(await troublesOn(phone)).toEqual([])
    await phone.getByRole('button', { name: 'Avsluta som klar' }).click()
    await phone.getByRole('heading', { name: 'Utfall' }).waitFor()

    phone = await killed(phone, `${TOWN}/sync`)
    await phone.getByRole('heading', { name: '3 saker väntar på att skickas' }).waitFor()
    expect(await troublesOn(phone)).toEqual([])
    expect((await centre.order(order!.id)).state).toBe('assigned')

    await phone.context().setOffline(false)
    await phone.getByText('Allt är skickat.').waitFor()
    const done = await centre.order(order!.id)
    expect(done).toMatchObject({
      state: 'done',
      outcome: { cause: 'Vatten i driftdonet', minutes: 35, checks: ['locked-out'] },
      conflicts: [],
    })
    expect(done.history.map(({ field, value }) => (field === 'state' ? value : field)).slice(3)).toEqual([
      'in-progress',
      'outcome',
      'done',
    ])
    const photos = await centre.get<{ id: string; hash: string }[]>(`work-orders/${order!.id}/documents`)
    expect(photos).toHaveLength(1)
    const office = await stage().visit()
    const content = await office.request.get(`/api${TOWN}/documents/${photos[0]!.id}/content`)
    expect(
      createHash('sha256')
        .update(await content.body())
        .digest('hex'),
    ).toBe(photos[0]!.hash)
  })

  test('the map of the day is there without coverage', async () => {
    const centre = await centreOf(stage())
    const [order] = await centre.assign('Fältlag 2', 1)
    const page = await crewsPhone(stage(), 'Fältlag 2')
    await page.getByText('Kartan är med.').waitFor()
    await withShell(page)
    await page.context().setOffline(true)
    await page.reload()
    await page.getByRole('link', { name: order!.title }).waitFor()
    await page.getByRole('navigation').getByRole('link', { name: 'Karta' }).filter({ visible: true }).click()
    await soon(async () =>
      Number((await page.locator('.map > p').textContent())?.replaceAll(/\D/g, '')),
    ).toBeGreaterThan(0)
  })

  test('what two people wrote at the same time is shown side by side until somebody says which holds', async () => {
    const centre = await centreOf(stage())
    const [order] = await centre.assign('Fältlag 3', 1)
    const page = await crewsPhone(stage(), 'Fältlag 3')
    await page.getByRole('link', { name: order!.title }).click()
    await page.getByLabel('Anteckning').waitFor()
    await page.context().setOffline(true)
    await writeNote(page, 'Nyckel hos vaktmästaren')
    await centre.change(order!.id, { note: 'Grinden är låst' })
    await page.context().setOffline(false)

    await page.getByRole('link', { name: 'Synk' }).filter({ visible: true }).click()
    const conflict = page.getByRole('region', { name: '1 krock' }).getByRole('listitem')
    await conflict.getByText('Grinden är låst').waitFor()
    await conflict.getByText('Nyckel hos vaktmästaren').waitFor()
    expect(await troublesOn(page)).toEqual([])
    const kept = (await centre.order(order!.id)).note
    const other = kept === 'Grinden är låst' ? 'Nyckel hos vaktmästaren' : 'Grinden är låst'
    await conflict.getByRole('button', { name: 'Ta det andra värdet' }).click()
    await conflict.waitFor({ state: 'detached' })
    await soon(async () => (await centre.order(order!.id)).note).toBe(other)
    expect((await centre.order(order!.id)).conflicts).toMatchObject([{ field: 'note', kept, refused: other }])
  })

  test('an order that was taken back meanwhile is told so, and what the crew did is not lost', async () => {
    const centre = await centreOf(stage())
    const [order] = await centre.assign('Fältlag 4', 1)
    const page = await crewsPhone(stage(), 'Fältlag 4')
    await page.getByRole('link', { name: order!.title }).click()
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Starta arbetet' }).click()
    await page.getByRole('button', { name: 'Pausa arbetet' }).waitFor()
    await centre.change(order!.id, { state: 'cancelled' })
    await page.context().setOffline(false)
    await page.getByRole('link', { name: 'Synk' }).filter({ visible: true }).click()
    const conflict = page.getByRole('region', { name: '1 krock' }).getByRole('listitem')
    await conflict.getByText('Avbruten').waitFor()
    await conflict.getByText('Pågår').waitFor()
    // The day is fetched anew, and what is in dispute stays in sight.
    await page.reload()
    await conflict.getByRole('button', { name: 'Behåll det som gäller' }).click()
    await conflict.waitFor({ state: 'detached' })
  })

  test('a session that ended without coverage loses nothing: it is sent when its person signs in again', async () => {
    const centre = await centreOf(stage())
    const [order] = await centre.assign('Fältlag 5', 1)
    const page = await crewsPhone(stage(), 'Fältlag 5')
    await page.getByRole('link', { name: order!.title }).click()
    await page.getByLabel('Anteckning').waitFor()
    await withShell(page)
    await page.context().setOffline(true)
    await page.context().clearCookies()
    await writeNote(page, 'Skrivet utan täckning')
    await page.context().setOffline(false)
    await page.getByText('Du är utloggad. 1 sak ligger kvar').waitFor()
    await page.reload()
    await page.getByText('Du är utloggad. 1 sak ligger kvar').waitFor()
    expect((await centre.order(order!.id)).note).toBe('')

    await page.goto(await stage().product.invite('crew'))
    await page.getByRole('heading', { level: 1, name: 'Min dag' }).waitFor()
    await soon(async () => (await centre.order(order!.id)).note).toBe('Skrivet utan täckning')
    expect(notesIn(await centre.order(order!.id))).toEqual(['Skrivet utan täckning'])
  })

  test('a centre that dies in the middle of it has everything once when it is back', async () => {
    const centre = await centreOf(stage())
    const [order] = await centre.assign('Fältlag 6', 1)
    const page = await crewsPhone(stage(), 'Fältlag 6')
    await page.getByRole('link', { name: order!.title }).click()
    await page.getByLabel('Anteckning').waitFor()
    await takePhoto(page)
    stage().product.killApi()
    await writeNote(page, 'Skrivet medan centralen var borta')
    await page.getByRole('link', { name: 'Synk' }).filter({ visible: true }).click()
    await page.getByText('Allt är skickat.').waitFor()
    expect(notesIn(await centre.order(order!.id))).toEqual(['Skrivet medan centralen var borta'])
    expect(await centre.get<unknown[]>(`work-orders/${order!.id}/documents`)).toHaveLength(1)
  })

  test('a stop is left out with a reason, the round is turned and a fault reported, all without coverage', async () => {
    const centre = await centreOf(stage())
    const [first, second] = await centre.assign('Fältlag 7', 2)
    const page = await crewsPhone(stage(), 'Fältlag 7')
    await page.getByRole('link', { name: second!.title }).waitFor()
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Ändra ordning' }).click()
    await page.getByRole('button', { name: `Flytta ${second!.title} tidigare` }).click()
    await soon(() => page.locator('.visit').first().textContent()).toContain(second!.title)
    await page.getByRole('button', { name: 'Klar med ordningen' }).click()
    await page.getByRole('link', { name: first!.title }).click()
    await page.getByRole('button', { name: 'Hoppa över' }).click()
    await page.getByRole('button', { name: 'Platsen går inte att nå' }).click()
    await page.getByText('Överhoppad: Platsen går inte att nå').waitFor()
    await page.getByRole('link', { name: 'Anmäl' }).filter({ visible: true }).click()
    const tag = first!.title.replace('Byt driftdon ', '')
    await page.getByLabel('Anläggningsdel', { exact: true }).fill(tag)
    await page.getByLabel('Vad är fel?').selectOption('cable-fault')
    await page.getByLabel('Vad du ser').fill('Luckan står öppen')
    expect(await troublesOn(page)).toEqual([])
    await page.getByRole('button', { name: 'Skicka anmälan' }).click()
    await page.getByText('Anmälan ligger i telefonen').waitFor()
    await page.context().setOffline(false)
    await page.getByRole('link', { name: 'Synk' }).filter({ visible: true }).click()
    await page.getByText('Allt är skickat.').waitFor()

    const day = await centre.get<{ stops: { asset: string; skipped: { reason: string } | null }[] }>(
      'field-day?crew=F%C3%A4ltlag%207',
    )
    expect(day.stops.map(({ skipped }) => skipped?.reason ?? null)).toEqual([null, 'Platsen går inte att nå'])
    const { items } = await centre.get<{ items: { mode: string; subject: { tag: string } }[] }>(
      'faults?limit=1000',
    )
    expect(items.filter(({ mode, subject }) => mode === 'cable-fault' && subject.tag === tag)).toHaveLength(1)
  })
}

/** A crew's phone on its day, as the crew's own link opens it. */
async function crewsPhone(stage: Stage, crew: string): Promise<Page> {
  const page = await stage.visit({
    size: 'phone',
    as: await stage.product.invite('crew'),
    losesNetwork: true,
  })
  await page.goto('/')
  await page.getByRole('button', { name: crew, exact: true }).click()
  await page.getByText(`${crew} · `).waitFor()
  return page
}

/** Until the phone could start without coverage. */
async function withShell(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
}

/** The app is gone and opened again; what it holds is what lay on the disk. */
async function killed(page: Page, path: string): Promise<Page> {
  const context: BrowserContext = page.context()
  await page.close()
  const again = await context.newPage()
  again.setDefaultTimeout(60_000)
  await again.goto(path)
  return again
}

/** The button rests when the phone has what was written. */
async function writeNote(page: Page, note: string): Promise<void> {
  await page.getByLabel('Anteckning').fill(note)
  await page.getByRole('button', { name: 'Spara anteckningen' }).click()
  await page.getByRole('button', { name: 'Spara anteckningen', disabled: true }).waitFor()
}

/** Noise, so that it is large and goes in several pieces. */
async function takePhoto(page: Page): Promise<void> {
  const picture = await page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    canvas.width = 900
    canvas.height = 700
    const context = canvas.getContext('2d')!
    const image = context.createImageData(canvas.width, canvas.height)
    for (let i = 0; i < image.data.length; i++) image.data[i] = i % 4 === 3 ? 255 : Math.random() * 256
    context.putImageData(image, 0, 0)
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]!
  })
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(picture, 'base64') })
}

const notesIn = ({ history }: Order) =>
  history.flatMap(({ field, value }) => (field === 'note' ? [value] : []))

const troublesOn = async (page: Page): Promise<string[]> => [
  ...(await violationsOn(page)),
  ...(await troublesForFingers(page)),
]
