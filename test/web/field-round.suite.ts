import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Centre, centreOf } from './crew-of.ts'
import { crewsPhone, killed, toSync, troublesOn, withShell } from './phone-of.ts'
import { type Stage, soon, TOWN } from './stage.ts'

interface Round {
  day: string
  stops: { asset: string; visitedAt: number | null; skipped: { reason: string } | null }[]
}

const roundOf = (centre: Centre, name: string) =>
  centre.get<Round>(`field-day?crew=${encodeURIComponent(name)}`)

/** A round of bins that somebody at the centre has planned. */
async function planned(centre: Centre, name: string, count: number): Promise<string[]> {
  const { items } = await centre.get<{ items: { tag: string }[] }>('assets?class=waste-container&limit=1000')
  const tags = items.slice(0, count).map(({ tag }) => tag)
  expect(tags).toHaveLength(count)
  const { day } = await roundOf(centre, name)
  const stops = tags.map((asset) => ({ asset, order: null }))
  const command = { id: randomUUID(), at: Date.now() * 1000, type: 'reorder', stops }
  await centre.post(`rounds/${day}/commands`, { name, commands: [command] })
  return tags
}

/** The tags as the list of what is still to be done shows them. */
const shown = async (page: Page, tags: readonly string[]) => {
  const cards = await page.locator('.visit').allTextContents()
  return cards.flatMap((card) => tags.find((tag) => card.includes(tag)) ?? [])
}

/** A driver's day: bins that no order is about. */
export function fieldRoundSuite(stage: () => Stage): void {
  test('a round of bins is driven stop by stop without coverage, and ends in its report', async () => {
    const centre = await centreOf(stage())
    const [first, second, third] = await planned(centre, 'Kärlrunda 1', 3)
    const page = await crewsPhone(stage(), 'Kärlrunda 1')
    await withShell(page)
    await page.getByRole('link', { name: 'Kör rundan' }).click()
    const stop = page.getByRole('region').filter({ hasText: 'Nästa stopp' })
    await stop.getByRole('heading', { name: first! }).waitFor()
    expect(await stop.getByRole('link', { name: 'Navigera' }).getAttribute('href')).toMatch(/^geo:65\./)
    expect(await troublesOn(page)).toEqual([])
    await page.setViewportSize({ width: 320, height: 640 })
    expect(await troublesOn(page)).toEqual([])
    await stop.getByRole('button', { name: 'Tömt' }).click()
    await soon(async () => (await roundOf(centre, 'Kärlrunda 1')).stops[0]!.visitedAt).not.toBeNull()
    // What the centre knows of stays done here, too.
    await page.getByText('1 sak väntar på att skickas').first().waitFor({ state: 'detached' })
    await page.getByText('1 av 3 klara, 2 kvar').waitFor()
    await page.context().setOffline(true)
    await stop.getByRole('heading', { name: second! }).waitFor()
    await stop.getByRole('button', { name: 'Hoppa över' }).click()
    await page.getByLabel('Annan orsak').fill('Bil framför kärlet')
    await page.getByRole('dialog').getByRole('button', { name: 'Hoppa över' }).click()
    await stop.getByRole('heading', { name: third! }).waitFor()
    const phone = await killed(page, `${TOWN}/my-day/drive`)
    await phone.getByText('1 av 3 klara, 2 kvar').waitFor()
    await phone.getByRole('button', { name: 'Tömt' }).click()

    const report = phone.getByRole('region', { name: 'Rundans rapport' })
    await report.getByText('2 av 3').waitFor()
    await report.getByText('Bil framför kärlet').waitFor()
    expect(await troublesOn(phone)).toEqual([])
    await phone.context().setOffline(false)
    await toSync(phone)
    await phone.getByText('Allt är skickat.').waitFor()
    const { stops } = await roundOf(centre, 'Kärlrunda 1')
    expect(stops.map(({ visitedAt, skipped }) => [visitedAt !== null, skipped?.reason ?? null])).toEqual([
      [true, null],
      [false, 'Bil framför kärlet'],
      [true, null],
    ])
  })

  test('the order of a round is turned by dragging, by arrow keys and by presses, and kept', async () => {
    const centre = await centreOf(stage())
    const tags = await planned(centre, 'Kärlrunda 2', 3)
    const [first, second, third] = tags
    const page = await crewsPhone(stage(), 'Kärlrunda 2')
    await page.context().setOffline(true)
    await soon(() => page.locator('.visit strong').count()).toBe(3)
    const names = await page.locator('.visit strong').allTextContents()
    await page.getByRole('button', { name: 'Ändra ordning' }).click()
    const handle = (name: string) => page.getByRole('button', { name: `Flytta ${name}, plats` })
    expect(await troublesOn(page)).toEqual([])

    await handle(names[2]!).scrollIntoViewIfNeeded()
    const [from, to] = [(await handle(names[2]!).boundingBox())!, (await handle(names[0]!).boundingBox())!]
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
    await page.mouse.down()
    await page.mouse.move(to.x + to.width / 2, to.y + 4, { steps: 12 })
    await page.mouse.up()
    await page.getByText(`${names[2]} flyttat till plats 1 av 3.`).waitFor()

    // C A B: the first of them goes down by one, and keeps the focus for the next press.
    await handle(names[2]!).press('ArrowDown')
    await page.getByText(`${names[2]} flyttat till plats 2 av 3.`).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.getByText(`${names[2]} flyttat till plats 3 av 3.`).waitFor()
    await page.getByRole('button', { name: `Flytta ${names[1]} tidigare`, exact: true }).click()
    await page.getByRole('button', { name: 'Klar med ordningen' }).click()
    await soon(() => shown(page, tags)).toEqual([second, first, third])
    await page.context().setOffline(false)
    await toSync(page)
    await page.getByText('Allt är skickat.').waitFor()
    const { stops } = await roundOf(centre, 'Kärlrunda 2')
    expect(stops.map(({ asset }) => asset)).toEqual([second, first, third])
  })
}
