import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { centreOf } from './crew-of.ts'
import { assetsOn } from './map-of.ts'
import { crewsPhone, killed, takePhoto, toSync, troublesOn, withShell } from './phone-of.ts'
import { type Stage, soon, TOWN } from './stage.ts'

export function fieldSuite(stage: () => Stage): void {
  test('a day is worked without coverage, over a killed app, and the centre has all of it once', {
    timeout: 300_000,
  }, async () => {
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
    await soon(() => assetsOn(page)).toBeGreaterThan(0)
  })

  test('a stop is left out with a reason, the round is turned and a fault reported, all without coverage', async () => {
    const centre = await centreOf(stage())
    const [first, second] = await centre.assign('Fältlag 7', 2)
    const page = await crewsPhone(stage(), 'Fältlag 7')
    await page.getByRole('link', { name: second!.title }).waitFor()
    await withShell(page)
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
    await toSync(page)
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
