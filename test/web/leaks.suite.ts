import { randomUUID } from 'node:crypto'
import type { IsolationView, LeakSearchView, WorkOrderView } from '@driftbild/api/contract'
import { expect, test } from 'vitest'
import { type Centre, centreOf } from './crew-of.ts'
import { crewsPhone, toSync, troublesOn, withShell } from './phone-of.ts'
import { type Stage, soon, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

/** A street's pipe that valves can shut off, with somebody behind it. */
export async function pipeToShut(centre: Centre, nth: number): Promise<{ tag: string; plan: IsolationView }> {
  const { items } = await centre.get<{ items: { tag: string }[] }>('assets?class=pipe&limit=1000')
  const good: { tag: string; plan: IsolationView }[] = []
  for (const { tag } of items) {
    const plan = await centre.get<IsolationView>(`isolation?pipes=${tag}`)
    if (plan.possible && plan.close.length > 1 && plan.close[0]!.instead && plan.customers.within > 0) {
      good.push({ tag, plan })
    }
    if (good.length > nth) return good[nth]!
  }
  throw new Error('no pipe of the town can be shut off')
}

/** From a suspected or seen leak to the repaired pipe. */
export function leaksSuite(stage: () => Stage): void {
  test('which valves shut a pipe off is on the map, and a stuck one changes the plan', async () => {
    const centre = await centreOf(stage())
    const { tag, plan } = await pipeToShut(centre, 0)
    const [first] = plan.close
    const page = await stage().visit()
    await page.goto(`${TOWN}/map?asset=${tag}`)
    await page.getByRole('link', { name: 'Stängningsplan' }).click()
    await page.waitForURL(`**shut=${tag}**`)
    const panel = page.getByRole('complementary', { name: 'Stängningsplan' })
    await panel.getByRole('heading', { name: `Stängningsplan ${tag}` }).waitFor()
    const count = plan.customers.within + plan.customers.behind
    await panel.getByRole('heading', { name: new RegExp(`^${count} abonnent`) }).waitFor()
    expect(await violationsOn(page)).toEqual([])

    await panel.getByRole('button', { name: `Ange skick för ${first!.tag}` }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Ventilens skick').selectOption('stuck')
    await dialog.getByLabel('Anteckning').fill('rostig spindel')
    await dialog.getByRole('button', { name: 'Spara' }).click()
    await panel.getByRole('heading', { name: 'Ventiler som inte räknas med' }).waitFor()
    await panel.getByText('Sitter fast').waitFor()
    const around = await centre.get<IsolationView>(`isolation?pipes=${tag}`)
    expect(around.close.map((valve) => valve.tag).toSorted()).toEqual(first!.instead!.close.toSorted())

    await panel.getByRole('link', { name: new RegExp(`^${first!.tag}`) }).click()
    const chosen = page.getByRole('complementary', { name: 'Vald anläggningsdel' })
    await chosen.getByText('rostig spindel').waitFor()
    await chosen.getByRole('button', { name: `Ange skick för ${first!.tag}` }).click()
    await dialog.getByLabel('Ventilens skick').selectOption('works')
    await dialog.getByRole('button', { name: 'Spara' }).click()
    await chosen.getByText('Fungerar').waitFor()
  })

  test('a crew has way and plan without coverage, and what it finds goes back', async () => {
    const centre = await centreOf(stage())
    const { tag } = await pipeToShut(centre, 3)
    const report = {
      id: randomUUID(),
      asset: tag,
      mode: 'leak',
      text: 'vatten i gatan',
      at: Date.now() * 1000,
    }
    const { fault } = await centre.post<{ fault: string }>('fault-reports', report)
    const order = await centre.post<WorkOrderView>('work-orders', { fault })
    await centre.change(order.id, { state: 'approved', assignee: 'Läcklag 1' })
    await centre.change(order.id, { state: 'assigned' })
    const { stops } = await centre.get<LeakSearchView>(`work-orders/${order.id}/leak-search`)

    const phone = await crewsPhone(stage(), 'Läcklag 1')
    await phone.getByRole('link', { name: order.title }).click()
    await phone.getByRole('heading', { name: 'Lyssna här' }).waitFor()
    await withShell(phone)
    await phone.context().setOffline(true)
    await phone
      .getByText(/^Stäng \d+ ventil/)
      .first()
      .click()
    await phone
      .getByRole('link', { name: new RegExp(`^${stops[0]!.plan.close[0]!.tag}`) })
      .first()
      .waitFor()
    expect(await troublesOn(phone)).toEqual([])

    await phone.getByLabel('Ja, felet fanns').check()
    await phone.getByLabel('Ledning', { exact: true }).selectOption(tag)
    await phone.getByLabel('Storlek på ett ungefär').selectOption('large')
    await phone
      .getByLabel(/orsak|Vad var/i)
      .first()
      .fill('rostskada')
    const parts = phone.getByRole('group', { name: 'Delar som användes' })
    await parts.getByRole('button', { name: 'Lägg till del' }).click()
    await parts.getByLabel('Antal').fill('två')
    await parts.getByLabel('Del', { exact: true }).fill('Muff 110')
    expect(await phone.getByRole('button', { name: 'Avsluta som klar' }).isDisabled()).toBe(true)
    await parts.getByLabel('Antal').fill('2')
    await parts.getByLabel('Artikelnummer').fill('A-17')
    expect(await troublesOn(phone)).toEqual([])
    await phone.getByRole('button', { name: 'Avsluta som klar' }).click()
    await phone.context().setOffline(false)
    await toSync(phone)
    await phone.getByText('Allt är skickat.').waitFor()
    const closed = await centre.get<WorkOrderView>(`work-orders/${order.id}`)
    expect(closed).toMatchObject({
      state: 'done',
      outcome: { found: true, asset: tag, leak: { class: 'large', flow: null } },
      parts: [{ quantity: 2, text: 'Muff 110', article: 'A-17' }],
    })
    const office = await stage().visit({ language: 'en' })
    await office.goto(`${TOWN}/orders/${order.id}`)
    await office.getByText(/Large, about 5(\.0)? m³\/h/).waitFor()
    await office.getByRole('heading', { name: 'Listen here' }).waitFor()
    const used = office.getByRole('region', { name: 'Parts used', exact: true })
    expect(await used.getByLabel('Article number').inputValue()).toBe('A-17')
    await used.getByRole('button', { name: 'Add a part' }).click()
    await used.getByLabel('Part', { exact: true }).nth(1).fill('Gravel')
    await used.getByRole('button', { name: 'Save' }).click()
    await office.getByText(/2 × Muff 110 \(A-17\), Gravel/).waitFor()
    expect(await violationsOn(office)).toEqual([])

    // What it did to the zone's balance is there beside how it was before.
    const { zone } = await centre.get<{ zone: string }>(`assets/${tag}`)
    await office.goto(`${TOWN}/zones/${zone}`)
    const balance = office.getByRole('region', { name: 'Water balance', exact: true })
    await balance.getByRole('columnheader', { name: 'Before the repair' }).waitFor()
    await balance.getByText(/about 5(\.0)? m³\/h, 43,800 m³ a year/).waitFor()
  })

  test('limits of a zone’s threshold are set by a person, and its history says who', async () => {
    const page = await stage().visit({ language: 'en', size: 'phone' })
    await page.goto(`${TOWN}/zones/MZ1`)
    const card = page.getByRole('region', { name: 'Suspicions followed up' })
    await card.getByRole('button', { name: 'Set the threshold' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Lowest, %').fill('90')
    await dialog.getByText('Lowest can’t be above highest.').waitFor()
    await dialog.getByLabel('Lowest, %').fill('40')
    await dialog.getByLabel('Threshold, %').fill('60')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await card.getByText(/follows what is found, between 40/).waitFor()
    await soon(() => card.getByRole('row', { name: /60\s?%/ }).count()).toBe(1)
    // The page as somebody finds it: the one that saved still announces that it was busy.
    await page.reload()
    await card.getByRole('row', { name: /60\s?%/ }).waitFor()
    expect(await violationsOn(page)).toEqual([])
  })
}
