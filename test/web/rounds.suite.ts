import type { FieldDay } from '@driftbild/api/contract'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Stage, soon, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

export function roundsSuite(stage: () => Stage): void {
  const planner = async (visit: Parameters<Stage['visit']>[0] = {}): Promise<Page> =>
    stage().visit({ ...visit, as: await stage().product.invite('planner') })
  const onPhone = async (page: Page, name: string): Promise<string[]> => {
    const answer = await page.request.get(`/api${TOWN}/field-day?crew=${encodeURIComponent(name)}`)
    return ((await answer.json()) as FieldDay).stops.map(({ asset }) => asset)
  }
  const orderOf = (page: Page) =>
    page.getByRole('region', { name: 'Ordning', exact: true }).getByRole('listitem')

  test('an event is stated beside a container, stands on the page of waste, is taken back and comes back', async () => {
    const page = await planner()
    await page.goto(`${TOWN}/assets/K005`)
    await page.getByRole('button', { name: 'Ange ett evenemang' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Vad', { exact: true }).fill('Vårmarknad')
    await dialog.getByLabel('Gånger så mycket som en vanlig dag').fill('2,5')
    await dialog.getByLabel('Meter runt omkring').fill('120')
    expect(await violationsOn(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Spara' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.goto(`${TOWN}/waste`)
    const row = page.getByRole('listitem').filter({ hasText: 'Vårmarknad' })
    await row.getByText('2,5 gånger så mycket väntas').waitFor()
    await row.getByRole('button', { name: 'Ta tillbaka evenemanget Vårmarknad' }).click()
    await row.getByText('taget tillbaka').waitFor()
    expect(await violationsOn(page)).toEqual([])
    await row.getByRole('button', { name: 'Ångra senaste ändringen av Vårmarknad' }).click()
    await row.getByRole('button', { name: 'Ändra evenemanget Vårmarknad' }).click()
    await dialog.getByLabel('Slag').selectOption({ label: 'Konsert' })
    await dialog.getByRole('button', { name: 'Spara' }).click()
    await dialog.waitFor({ state: 'detached' })
    await row.getByText('Konsert').waitFor()

    const crew = await stage().visit({ as: await stage().product.invite('crew') })
    await crew.goto(`${TOWN}/assets/K005`)
    await crew.getByText('Vårmarknad').waitFor()
    expect(await crew.getByRole('button', { name: 'Ange ett evenemang' }).count()).toBe(0)
  })

  test('a round is planned from what is due, turned, saved, and is on the driver’s phone', async () => {
    const driver = await stage().product.invite('engineer')
    const page = await planner()
    await page.goto(`${TOWN}/waste`)
    await page.getByRole('link', { name: 'Rundor' }).click()
    await page.getByRole('heading', { level: 1, name: 'Rundor' }).waitFor()
    await page.getByLabel('Fordon eller lag').fill('Bil 12')
    const list = page.getByRole('region', { name: 'Kärl', exact: true }).first()
    await list.getByText('Alla', { exact: true }).click()
    const boxes = list.getByRole('checkbox')
    await soon(() => boxes.count()).toBeGreaterThan(5)
    // Four of them, whatever is due in the town just now.
    const clear = page.getByRole('button', { name: 'Töm ordningen' })
    if (await clear.isEnabled()) await clear.click()
    await soon(() => orderOf(page).count()).toBe(0)
    // The fullest may be another one by the next click.
    for (const taken of [1, 2, 3, 4]) {
      await list.getByRole('checkbox', { checked: false }).first().click({ force: true })
      await soon(() => orderOf(page).count()).toBe(taken)
    }
    await page.getByRole('button', { name: 'Föreslå ordning' }).click()
    await page.getByText(/^4 stopp, omkring \d+,\d m³\. Ungefär \d+,\d km längs gatorna\.$/).waitFor()
    expect(await violationsOn(page)).toEqual([])
    const titles = await orderOf(page).locator('strong').allTextContents()
    await orderOf(page).first().getByRole('button').first().focus()
    await page.keyboard.press('ArrowDown')
    const turned = [titles[1]!, titles[0]!, ...titles.slice(2)]
    await soon(() => orderOf(page).locator('strong').allTextContents()).toEqual(turned)
    await page.getByLabel('Förare').selectOption({ label: 'engineer' })
    await page.getByRole('button', { name: 'Spara rundan' }).click()
    await page.getByText('Rundan är sparad och finns i telefonen under Bil 12.').waitFor()
    await page.getByRole('button', { name: 'Ändra rundan Bil 12' }).waitFor()
    expect(await orderOf(page).locator('strong').allTextContents()).toEqual(turned)
    const tags = await onPhone(page, 'Bil 12')
    expect(tags).toHaveLength(4)
    for (const [i, tag] of tags.entries()) expect(turned[i]).toContain(tag)

    // Whose round it is need not look for it, and is not held there.
    const phone = await stage().visit({ size: 'phone', as: driver })
    await phone.goto(`${TOWN}/my-day`)
    await phone.getByText('Bil 12 · ').waitFor()
    await phone.getByRole('button', { name: 'Byt arbetslag' }).click()
    await phone.getByRole('button', { name: 'Bil 12' }).click()
    await phone.getByText(turned[0]!).first().waitFor()
    await phone.getByRole('link', { name: 'Kör rundan' }).click()
    await phone.getByRole('button', { name: 'Tömt' }).click()
    await soon(async () => (await phone.getByText('1 av 4 klara, 3 kvar').count()) > 0).toBe(true)

    await soon(async () => {
      await page.reload()
      await page.getByRole('button', { name: 'Ändra rundan Bil 12' }).click()
      return page.getByText('1 stopp är redan besökt').count()
    }).toBe(1)
    await soon(() => orderOf(page).count()).toBe(3)
  })

  test('on a phone in English, from the map, for another day', async () => {
    const page = await planner({ size: 'phone', language: 'en' })
    const tomorrow = new Date(Date.now() + 30 * 3_600_000).toISOString().slice(0, 10)
    await page.goto(`${TOWN}/rounds?day=${tomorrow}`)
    await page.getByLabel('Vehicle or crew').waitFor()
    const map = page.getByLabel(/^Map of the round/)
    await map.waitFor()
    expect(await violationsOn(page)).toEqual([])
    const region = page.getByRole('region', { name: 'Containers', exact: true }).first()
    await region.getByText('All', { exact: true }).click()
    const box = region.getByRole('checkbox').first()
    if (!(await box.isChecked())) await box.click({ force: true })
    await page.getByLabel('Vehicle or crew').fill('Vehicle 13')
    await page.getByRole('button', { name: 'Save the round' }).click()
    await page.getByRole('button', { name: 'Change round Vehicle 13' }).waitFor()
    expect(new URL(page.url()).searchParams.get('day')).toBe(tomorrow)
  })

  test('whoever may not plan rounds is not led there', async () => {
    const page = await stage().visit({ as: await stage().product.invite('operator') })
    await page.goto(`${TOWN}/waste`)
    await page.getByRole('link', { name: 'Visa på kartan' }).waitFor()
    expect(await page.getByRole('link', { name: 'Rundor' }).count()).toBe(0)
  })
}
