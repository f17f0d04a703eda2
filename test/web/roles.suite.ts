import { expect, test } from 'vitest'
import { draftOrder, stepOf } from './order-of.ts'
import { type Stage, soon, TOWN } from './stage.ts'

export function rolesSuite(stage: () => Stage): void {
  test('a crew does what is approved and assigned, and can’t approve', async () => {
    const engineer = await stage().visit()
    const order = await draftOrder(stage(), engineer)

    const crew = await stage().visit({ as: await stage().product.invite('crew') })
    await crew.goto(order)
    await soon(() => stepOf(crew)).toBe('Utkast')
    const written = ['Lägg till del', 'Spara', 'Spara']
    await soon(() => buttonsOn(crew)).toEqual(written)

    await engineer.getByRole('button', { name: 'Godkänn' }).click()
    await engineer.getByRole('button', { name: 'Tilldela' }).click()
    const dialog = engineer.getByRole('dialog')
    await dialog.getByLabel('Arbetslag').fill('Belysning 2')
    await dialog.getByRole('button', { name: 'Tilldela' }).click()
    // The crew’s page is told by the live stream.
    await soon(() => stepOf(crew)).toBe('Tilldelad')
    await crew.getByRole('button', { name: 'Starta arbetet' }).click()
    await soon(() => stepOf(crew)).toBe('Pågår')
    await soon(() => buttonsOn(crew)).toEqual([
      'Avsluta som klar',
      'Inget fel hittat',
      'Pausa arbetet',
      ...written,
    ])
  })

  test('a planner sees everything and is offered no decision', async () => {
    const planner = await stage().visit({ as: await stage().product.invite('planner') })
    await planner.goto(`${TOWN}/alarms`)
    await planner.getByRole('main').getByRole('listitem').first().waitFor()
    expect(await buttonsOn(planner)).toEqual([])
    await planner.goto(`${TOWN}/faults`)
    await planner.getByRole('main').getByRole('link').first().click()
    await planner.getByRole('heading', { name: 'Det som talar för felet' }).waitFor()
    expect(await buttonsOn(planner)).toEqual([])
    await planner.goto(`${TOWN}/orders?show=all`)
    await planner.getByRole('main').getByRole('link').first().click()
    await planner.getByRole('region', { name: 'Uppgifter', exact: true }).waitFor()
    expect(await buttonsOn(planner)).toEqual([])
    await planner.goto(`${TOWN}/data-health`)
    await planner.getByText('Senast hörd').first().waitFor()
    expect(await buttonsOn(planner)).toEqual([])
  })
}

type Page = Awaited<ReturnType<Stage['visit']>>

const buttonsOn = (page: Page): Promise<string[]> =>
  page.getByRole('main').getByRole('button').allTextContents()
