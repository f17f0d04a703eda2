import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { centreOf } from './crew-of.ts'
import { crewsPhone, killed, notesIn, takePhoto, toSync, withShell, writeNote } from './phone-of.ts'
import { fillUp, forgetInDay, onPhone, putEntry } from './phone-store.ts'
import { type Stage, soon, TOWN } from './stage.ts'

const MEGABYTE = 1024 * 1024

const photosOn = (page: Page, count: number) =>
  page.getByRole('heading', { name: new RegExp(`^${count} foto(n)?$`) })

/** A phone that is full, killed, old, open twice, or spoken to by nobody: what was done is there once. */
export function fieldNothingLostSuite(stage: () => Stage): void {
  test('a full phone refuses a photo with what to do, keeps nothing half, and still keeps what is written', async () => {
    const centre = await centreOf(stage())
    const [order] = await centre.assign('Fältlag 13', 1)
    const page = await crewsPhone(stage(), 'Fältlag 13', { room: 30 * MEGABYTE })
    await page.getByText('Kartan är med.').waitFor()
    await page.getByRole('link', { name: order!.title }).click()
    await page.getByLabel('Anteckning').waitFor()
    await withShell(page)
    await page.context().setOffline(true)
    const full = page.getByRole('alert').getByText('Telefonen är full')
    let photos = 0
    while ((await full.count()) === 0) {
      photos++
      await takePhoto(page, [2000, 1500])
      await photosOn(page, photos).or(full).first().waitFor()
    }
    photos--
    expect(photos).toBeGreaterThan(0)
    await photosOn(page, photos).waitFor()
    expect(await onPhone(page)).toMatchObject({ queue: Array(photos).fill('photo'), files: photos })

    await fillUp(page)
    await writeNote(page, 'Skrivet på full telefon')
    expect(await onPhone(page)).toMatchObject({
      queue: [...Array(photos).fill('photo'), 'order'],
      files: photos,
    })
    const phone = await killed(page, `${TOWN}/my-day/${order!.id}`)
    await photosOn(phone, photos).waitFor()
    expect(await phone.getByLabel('Anteckning').inputValue()).toBe('Skrivet på full telefon')
    await phone.context().setOffline(false)
    await toSync(phone)
    await phone.getByText('Allt är skickat.').waitFor()
    expect(notesIn(await centre.order(order!.id))).toEqual(['Skrivet på full telefon'])
    expect(await centre.get<unknown[]>(`work-orders/${order!.id}/documents`)).toHaveLength(photos)
    expect(await onPhone(phone)).toMatchObject({ queue: [], files: 0 })
  })

  test('an app that is killed in the middle of an upload goes on where it stopped', async () => {
    const centre = await centreOf(stage())
    const [order] = await centre.assign('Fältlag 14', 1)
    const page = await crewsPhone(stage(), 'Fältlag 14')
    await page.getByRole('link', { name: order!.title }).click()
    await page.getByLabel('Anteckning').waitFor()
    let pieces = 0
    await page.route('**/blobs/*?*', async (route) => {
      // The second never arrives.
      if (++pieces < 2) await route.continue()
    })
    await takePhoto(page)
    await soon(() => pieces).toBeGreaterThanOrEqual(2)
    const context = page.context()
    await page.close()

    const starts: number[] = []
    context.on('request', (request) => {
      const from = new URL(request.url()).searchParams.get('from')
      if (from !== null && request.url().includes('/blobs/')) starts.push(Number(from))
    })
    const phone = await context.newPage()
    phone.setDefaultTimeout(60_000)
    await phone.goto(`${TOWN}/sync`)
    await phone.getByText('Allt är skickat.').waitFor()
    expect(starts[0]).toBeGreaterThan(0)
    expect(await centre.get<unknown[]>(`work-orders/${order!.id}/documents`)).toHaveLength(1)
  })

  test('a report that is half written, with its photo, is there after the app was killed, and is sent once', async () => {
    const centre = await centreOf(stage())
    const [order] = await centre.assign('Fältlag 15', 1)
    const { tag } = order!.subject
    const page = await crewsPhone(stage(), 'Fältlag 15')
    await page.goto(`${TOWN}/report`)
    await page.getByLabel('Anläggningsdel', { exact: true }).fill(tag)
    await withShell(page)
    await page.context().setOffline(true)
    await takePhoto(page)
    await page.getByText('1 foto', { exact: true }).waitFor()
    const phone = await killed(page, `${TOWN}/report`)
    await phone.getByText('1 foto', { exact: true }).waitFor()
    expect(await phone.getByLabel('Anläggningsdel', { exact: true }).inputValue()).toBe(tag)
    await phone.getByLabel('Vad är fel?').selectOption('cable-fault')
    await phone.getByRole('button', { name: 'Skicka anmälan' }).click()
    await phone.getByText('Anmälan ligger i telefonen').waitFor()
    expect(await onPhone(phone)).toMatchObject({ queue: ['report', 'photo'], files: 1, drafts: 0 })
    await phone.context().setOffline(false)
    await toSync(phone)
    await phone.getByText('Allt är skickat.').waitFor()
    expect(await centre.get<unknown[]>(`assets/${tag}/documents`)).toHaveLength(1)
  })

  test('two pages on one phone share the queue, and the centre has each thing once', async () => {
    const centre = await centreOf(stage())
    const [first, second] = await centre.assign('Fältlag 16', 2)
    const one = await crewsPhone(stage(), 'Fältlag 16')
    const other = await one.context().newPage()
    other.setDefaultTimeout(60_000)
    await one.getByRole('link', { name: first!.title }).click()
    await other.goto(`${TOWN}/my-day/${second!.id}`)
    await other.getByLabel('Anteckning').waitFor()
    await one.getByLabel('Anteckning').waitFor()
    for (const page of [one, other]) await withShell(page)
    await one.context().setOffline(true)
    await writeNote(one, 'Från den ena')
    await writeNote(other, 'Från den andra')
    for (const page of [one, other]) {
      await toSync(page)
      await page.getByRole('heading', { name: '2 saker väntar på att skickas' }).waitFor()
    }
    await one.context().setOffline(false)
    for (const page of [one, other]) await page.getByText('Allt är skickat.').waitFor()
    expect(notesIn(await centre.order(first!.id))).toEqual(['Från den ena'])
    expect(notesIn(await centre.order(second!.id))).toEqual(['Från den andra'])
  })

  test('what an older version queued is sent, and what a newer one did is neither sent nor lost', async () => {
    const centre = await centreOf(stage())
    const [order] = await centre.assign('Fältlag 17', 1)
    const page = await crewsPhone(stage(), 'Fältlag 17')
    await page.getByRole('link', { name: order!.title }).waitFor()
    await withShell(page)
    await page.context().setOffline(true)
    const note = { id: crypto.randomUUID(), baseRevision: 9, field: 'note', value: 'Från förra versionen' }
    const commands = [{ ...note, at: Date.now() * 1000 }]
    await putEntry(page, {
      schema: 1,
      work: { kind: 'order', order: order!.id, title: order!.title, commands },
    })
    await putEntry(page, { schema: 99, work: { kind: 'hologram', order: order!.id, of: 'something' } })
    await forgetInDay(page, ['places', 'documents'])
    const phone = await killed(page, `${TOWN}/my-day`)
    await phone.getByRole('link', { name: order!.title }).click()
    await phone.getByLabel('Anteckning').waitFor()
    await toSync(phone)
    await phone.getByRole('heading', { name: '2 saker väntar på att skickas' }).waitFor()
    await phone.getByText('Arbete från en nyare version').waitFor()
    await phone.context().setOffline(false)
    await phone.getByRole('heading', { name: '1 sak väntar på att skickas' }).waitFor()
    expect((await centre.order(order!.id)).note).toBe('Från förra versionen')
    await phone.reload()
    await phone.getByText('Arbete från en nyare version').waitFor()
    expect(await onPhone(phone)).toMatchObject({ queue: ['hologram'] })
  })

  test('a centre that hangs is waited for in vain only so long, and the screens go on', {
    timeout: 300_000,
  }, async () => {
    const centre = await centreOf(stage())
    const [order] = await centre.assign('Fältlag 18', 1)
    const page = await crewsPhone(stage(), 'Fältlag 18')
    await page.getByRole('link', { name: order!.title }).click()
    await page.getByLabel('Anteckning').waitFor()
    await withShell(page)
    const { goOn } = stage().product.hangApi()
    try {
      await writeNote(page, 'Skrivet medan ingen svarade')
      // From its address, as after a restart of the phone.
      await page.reload({ waitUntil: 'commit' })
      await soon(() => page.getByLabel('Anteckning').inputValue()).toBe('Skrivet medan ingen svarade')
      await takePhoto(page)
      await page.getByRole('heading', { name: '1 foto', exact: true }).waitFor()
      await toSync(page)
      await page.getByText(/Nästa försök/).waitFor()
      await page.getByRole('heading', { name: '2 saker väntar på att skickas' }).waitFor()
    } finally {
      goOn()
    }
    await page.getByText('Allt är skickat.').waitFor()
    expect(notesIn(await centre.order(order!.id))).toEqual(['Skrivet medan ingen svarade'])
    expect(await centre.get<unknown[]>(`work-orders/${order!.id}/documents`)).toHaveLength(1)
  })

  test('who writes first does not win by a clock that is a day ahead', async () => {
    const centre = await centreOf(stage())
    const [order] = await centre.assign('Fältlag 19', 1)
    const page = await crewsPhone(stage(), 'Fältlag 19', { behindMs: -24 * 3_600_000 })
    await page.getByRole('link', { name: order!.title }).click()
    await page.getByLabel('Anteckning').waitFor()
    await page.context().setOffline(true)
    await writeNote(page, 'Skrivet först')
    await centre.change(order!.id, { note: 'Skrivet sist' }, 60_000)
    await page.context().setOffline(false)
    await toSync(page)
    await page.getByRole('region', { name: '1 krock' }).getByText('Skrivet först').waitFor()
    expect(await centre.order(order!.id)).toMatchObject({
      note: 'Skrivet sist',
      conflicts: [{ kept: 'Skrivet sist', refused: 'Skrivet först' }],
    })
  })

  test.each([
    ['granted', 'Telefonen lovar att inte rensa'],
    ['denied', 'Telefonen gav inget löfte'],
  ] as const)('the phone is asked to keep what it has: %s is said so', async (setting, words) => {
    const page = await crewsPhone(stage(), 'Fältlag 19')
    const devtools = await page.context().newCDPSession(page)
    const { browserContextId } = (await devtools.send('Target.getTargetInfo')).targetInfo
    await devtools.send('Browser.setPermission', {
      ...{ permission: { name: 'persistent-storage' }, setting, origin: stage().product.address },
      ...(browserContextId && { browserContextId }),
    })
    await toSync(page)
    await page.getByText(words).waitFor()
  })
}
