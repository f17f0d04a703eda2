import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { type Stage, soon, TOWN } from './stage.ts'

type Page = Awaited<ReturnType<Stage['visit']>>

/** Services, zones, alarms to a standard, who is on call, and administration. */
export function operationsSuite(stage: () => Stage): void {
  test('from the service to the zone, and a figure that nobody measures is stated there', async () => {
    const page = await stage().visit()
    await page.goto(TOWN)
    await page
      .getByRole('navigation', { name: 'Sidor' })
      .first()
      .getByRole('link', { name: 'Vatten' })
      .click()
    await page.getByRole('heading', { level: 1, name: 'Vatten' }).waitFor()
    await page.getByRole('heading', { level: 3, name: 'Läckageindex (ILI)' }).waitFor()
    await soon(() => page.getByText('Saknas: ', { exact: false }).count()).toBeGreaterThan(0)

    await page.getByRole('link', { name: 'Centrum', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Centrum' }).waitFor()
    await page.getByRole('figure').getByText('Nettoinflöde per timme').waitFor()
    await page
      .getByRole('table', { name: /Senaste värdet/ })
      .getByRole('row')
      .nth(1)
      .waitFor()

    const balance = page.getByRole('region', { name: 'Vattenbalans', exact: true })
    const known = balance.getByRole('row', { name: /^antal serviser/i })
    expect(await known.textContent()).toContain('ur registret')
    await balance.getByRole('button', { name: 'Ange längd servisledning på tomtmark' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Värde').fill('12,5')
    await dialog.getByLabel('Källa').fill('Abonnentregistret')
    await dialog.getByRole('button', { name: 'Spara' }).click()
    const line = balance.getByRole('row', { name: /^längd servisledning/i })
    await soon(() => line.textContent()).toMatch(/12,5[\s\S]*Abonnentregistret/)
    expect(await balance.getByRole('row', { name: /Oundvikliga förluster/ }).textContent()).not.toContain(
      'servis',
    )
  })

  test('in English, a sewer catchment has the same layout with what its service is judged by', async () => {
    const page = await stage().visit({ language: 'en', size: 'phone' })
    await page.goto(`${TOWN}/zones/AO1`)
    await page.getByRole('heading', { level: 3, name: 'Overflows', exact: true }).waitFor()
    await page.getByRole('heading', { name: 'Assets' }).waitFor()
    expect(await page.getByRole('heading', { name: 'Water balance' }).count()).toBe(0)
  })

  test('an asset’s alarms are taken out of service with an end and a reason, and the journal has them', async () => {
    const page = await stage().visit()
    await page.goto(`${TOWN}/alarms`)
    const take = page.getByRole('main').getByRole('button', { name: 'Ta ur drift' })
    await take.first().click()
    const dialog = page.getByRole('dialog')
    const save = dialog.getByRole('button', { name: 'Ta ur drift' })
    expect(await save.isDisabled()).toBe(true)
    await dialog.getByLabel('Skäl').fill('Givaren byts')
    await save.click()
    const held = page.getByRole('region', { name: 'Larm som inte kallar på någon' })
    await held.getByText('Givaren byts').waitFor()
    await page.getByText('Ur drift: Givaren byts').first().waitFor()
    await held.getByRole('button', { name: 'Låt larma igen' }).click()
    await held.waitFor({ state: 'detached' })

    const places = page.getByRole('navigation', { name: 'Om larmen' })
    await places.getByRole('link', { name: 'Journal' }).click()
    await page.getByLabel('Vad').selectOption('raised')
    const rows = page.getByRole('table').getByRole('row')
    await soon(() => rows.nth(1).textContent()).toContain('Utlöst')

    await places.getByRole('link', { name: 'Larmbelastning' }).click()
    await page.getByText('ANSI/ISA-18.2-2016', { exact: false }).waitFor()
    expect(await page.getByRole('row', { name: /Larm per operatör och timme/ }).textContent()).toContain(
      'högst 12',
    )
  })

  test('somebody is put on call, and a way out is tried: what comes is signed, and its secret never shown', async () => {
    const receiver = await startReceiver()
    try {
      const page = await stage().visit()
      await page.goto(`${TOWN}/alarms/on-call`)
      await page.getByRole('button', { name: 'Lägg till jourpass' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Spara' }).click()
      const shifts = page.getByRole('region', { name: 'Vem som har jour' })
      await shifts.getByText('Linje 1').waitFor()
      await shifts.getByText('nu', { exact: true }).waitFor()

      await page.getByRole('button', { name: 'Lägg till väg' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Slag').selectOption('webhook')
      await dialog.getByLabel('Namn').fill('Larmcentralen')
      await dialog.getByLabel('Adress').fill(receiver.url)
      await dialog.getByLabel('Delad hemlighet', { exact: false }).fill(SECRET)
      await dialog.getByRole('button', { name: 'Spara' }).click()
      await page.getByRole('button', { name: 'Prova Larmcentralen' }).click()
      await page.getByText('Provet gick fram.').waitFor()
      const { body, headers } = receiver.received[0]!
      const signed = createHmac('sha256', SECRET)
        .update(`${headers['x-driftbild-time']}.${body}`)
        .digest('hex')
      expect(headers['x-driftbild-signature']).toBe(`sha256=${signed}`)
      expect(JSON.parse(body)).toMatchObject({ type: 'test', municipality: '9999', simulated: true })
      const log = page.getByRole('region', { name: 'Utskick', exact: true })
      await log.getByText('Skickat').first().waitFor()
      await page.reload()
      await page.getByText('Larmcentralen').first().waitFor()
      expect(await page.content()).not.toContain(SECRET)

      await page.getByRole('button', { name: 'Ta bort Larmcentralen' }).click()
      await page.getByText('Inga vägar ut.').first().waitFor()
      await shifts.getByRole('button', { name: /^Ta bort/ }).click()
      await shifts.getByText('Ingen har jour.', { exact: false }).waitFor()
    } finally {
      await receiver.stop()
    }
  })

  test('an administrator invites somebody, and the log tells it', async () => {
    const page = await stage().visit()
    await page.goto(`${TOWN}/admin`)
    await page.getByRole('button', { name: 'Bjud in' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Namn').fill('Karin Ek')
    await dialog.getByLabel('E-postadress').fill('karin@norrvik.example')
    await dialog.getByLabel('Roll').selectOption('planner')
    await dialog.getByRole('button', { name: 'Bjud in' }).click()
    await dialog.getByText(/magic-link/).waitFor()
    await dialog.getByRole('button', { name: 'Stäng' }).last().click()
    await page.getByRole('listitem').filter({ hasText: 'Karin Ek' }).first().waitFor()
    await page.getByRole('button', { name: 'Avsluta rollen Planerare för Karin Ek' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Avsluta rollen' }).click()
    await soon(() => page.getByText('Karin Ek').count()).toBe(0)

    await page.getByRole('link', { name: 'Händelselogg' }).click()
    await page.getByLabel('Vad').fill('member')
    await soon(() => page.getByRole('table').textContent()).toContain('Roll avslutad')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Spara som CSV' }).click()
    expect((await download).suggestedFilename()).toBe('driftbild-9999-audit.csv')
  })

  test('whoever may not administrate isn’t offered to', async () => {
    const planner = await stage().visit({ as: await stage().product.invite('planner') })
    await planner.goto(`${TOWN}/alarms/on-call`)
    await planner.getByRole('heading', { name: 'Vem som har jour' }).waitFor()
    expect(await planner.getByRole('link', { name: 'Admin', exact: true }).count()).toBe(0)
    expect(await planner.getByRole('main').getByRole('button').count()).toBe(0)
  })

  test('the statement is open to everybody, and pages print without their frame', async () => {
    const nobody = await stage().visit({ as: null })
    await nobody.goto('/accessibility')
    await nobody.getByRole('heading', { level: 1, name: 'Tillgänglighet' }).waitFor()
    await nobody.getByRole('link', { name: 'digg.se/tdosanmalan' }).waitFor()

    const page = await stage().visit()
    await page.goto(`${TOWN}/alarms/load`)
    await page.getByRole('table').waitFor()
    await page.emulateMedia({ media: 'print' })
    expect(await isShown(page, '.rail')).toBe(false)
    expect(await isShown(page, 'main table')).toBe(true)
    const pdf = await page.pdf({ preferCSSPageSize: true })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  })
}

const SECRET = 'a secret that both sides know'

const isShown = (page: Page, selector: string): Promise<boolean> =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => element.getClientRects().length > 0)

async function startReceiver() {
  const received: { headers: IncomingHttpHeaders; body: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => (body += part))
    request.on('end', () => {
      received.push({ headers: request.headers, body })
      response.end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    received,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    stop: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}
