import { expect, test } from 'vitest'
import { centreOf } from './crew-of.ts'
import { crewsPhone, notesIn, takePhoto, toSync, troublesOn, withShell, writeNote } from './phone-of.ts'
import { type Stage, soon, TOWN } from './stage.ts'

/** What goes wrong in the field: other people, ended sessions, a dead centre, a wrong clock. */
export function fieldTroubleSuite(stage: () => Stage): void {
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

    await toSync(page)
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
    await toSync(page)
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
    await toSync(page)
    await page.getByText('Allt är skickat.').waitFor()
    expect(notesIn(await centre.order(order!.id))).toEqual(['Skrivet medan centralen var borta'])
    expect(await centre.get<unknown[]>(`work-orders/${order!.id}/documents`)).toHaveLength(1)
  })

  test('who writes last is right though the phone’s clock is a day behind', async () => {
    const centre = await centreOf(stage())
    const [order] = await centre.assign('Fältlag 8', 1)
    const page = await crewsPhone(stage(), 'Fältlag 8', { behindMs: 24 * 3_600_000 })
    await page.getByRole('link', { name: order!.title }).click()
    await page.getByLabel('Anteckning').waitFor()
    await page.context().setOffline(true)
    await centre.change(order!.id, { note: 'Skrivet först' })
    await writeNote(page, 'Skrivet sist')
    await page.context().setOffline(false)
    await soon(async () => (await centre.order(order!.id)).note).toBe('Skrivet sist')
    expect((await centre.order(order!.id)).conflicts).toMatchObject([
      { kept: 'Skrivet sist', refused: 'Skrivet först' },
    ])
  })

  test('what waits when its person signs out is neither seen nor sent by the next one, and is not lost', async () => {
    const centre = await centreOf(stage())
    const [order] = await centre.assign('Fältlag 10', 1)
    const page = await crewsPhone(stage(), 'Fältlag 10', { own: true })
    await page.getByRole('link', { name: order!.title }).click()
    await page.getByLabel('Anteckning').waitFor()
    await page.route('**/commands', (route) => route.abort())
    await writeNote(page, 'Hemligt för andra')
    await page.getByRole('button', { name: 'Mer', exact: true }).click()
    await page.getByRole('button', { name: 'Logga ut' }).click()
    await page.getByRole('heading', { name: 'Logga in', level: 1 }).waitFor()
    await page.unroute('**/commands')

    await page.goto(await stage().product.invite('engineer'))
    await page.waitForURL(`**${TOWN}`)
    await page.goto(`${TOWN}/sync`)
    await page.getByText('1 sak som någon annan gjort på telefonen').waitFor()
    expect(await page.getByText('Hemligt för andra').count()).toBe(0)
    expect((await centre.order(order!.id)).note).toBe('')

    await page.context().clearCookies()
    await page.goto(await stage().product.invite('crew'))
    await page.getByRole('heading', { level: 1, name: 'Min dag' }).waitFor()
    await soon(async () => (await centre.order(order!.id)).note).toBe('Hemligt för andra')
  })
}
