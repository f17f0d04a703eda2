import { expect, test } from 'vitest'
import { centreOf } from './crew-of.ts'
import { crewsPhone, toSync, troublesOn, withShell } from './phone-of.ts'
import { type Stage, soon, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

const STEP_MS = 300_000

interface Assessment {
  grade: number
  note: string
}

/** Somebody looks at an asset without any fault, and says how good it is. */
export function inspectionsSuite(stage: () => Stage): void {
  test('planned from a selection in the register, done on a phone without coverage, it is the asset’s condition', async () => {
    const office = await stage().visit()
    await office.goto(`${TOWN}/list?class=valve`)
    const boxes = office.getByRole('checkbox', { name: /^Välj (?!alla)/ })
    await boxes.nth(1).waitFor()
    for (const i of [0, 1]) await boxes.nth(i).press('Space')
    await office.getByText('2 valda').waitFor()
    await office.getByRole('button', { name: 'Planera besiktning' }).click()
    const dialog = office.getByRole('dialog')
    await dialog.getByRole('heading', { name: 'Planera 2 besiktningar' }).waitFor()
    await dialog.getByLabel('Arbetslag').fill('Besiktningslag')
    await dialog.getByLabel('Att titta på', { exact: false }).fill('Motionera ventilen')
    expect(await violationsOn(office)).toEqual([])
    await dialog.getByRole('button', { name: 'Planera', exact: true }).click()
    await dialog.getByText('2 besiktningar är planerade.').waitFor()

    const page = await crewsPhone(stage(), 'Besiktningslag')
    await page
      .getByRole('link', { name: /Besiktning: / })
      .first()
      .click()
    await page.getByRole('heading', { name: 'Besiktning', exact: true }).waitFor()
    await withShell(page)
    await page.context().setOffline(true)
    await page.getByText('Motionera ventilen').first().waitFor()
    await page.getByRole('checkbox', { name: 'Vriden åt båda hållen' }).check()
    const done = page.getByRole('button', { name: 'Avsluta som klar' })
    expect(await done.isDisabled()).toBe(true)
    await page.getByRole('radio', { name: '4 dåligt' }).check()
    await page.getByRole('group', { name: 'Brister som behöver åtgärdas?' }).getByLabel('Ja').check()
    expect(await done.isDisabled()).toBe(true)
    await page.getByLabel('Iakttagelser').fill('Spindeln kärvar')
    expect(await troublesOn(page)).toEqual([])
    await done.click()
    await page.getByText('Brister att åtgärda:').waitFor()
    await page.context().setOffline(false)
    await toSync(page)
    await page.getByText('Allt är skickat.').waitFor()

    const centre = await centreOf(stage())
    const { items } = await centre.get<{
      items: { kind: string; state: string; subject: { tag: string } }[]
    }>('work-orders?limit=20')
    const { subject } = items.find(({ kind, state }) => kind === 'inspection' && state === 'done')!
    expect(await centre.get<Assessment[]>(`assets/${subject.tag}/assessments`)).toMatchObject([
      { grade: 4, note: 'Spindeln kärvar' },
    ])
    await office.goto(`${TOWN}/assets/${subject.tag}`)
    const condition = office.getByRole('region', { name: 'Skick', exact: true })
    await condition.getByText('4 av 5, dåligt').waitFor()
    await condition.getByRole('link', { name: 'Arbetsordern' }).click()
    await office.getByText('Brister att åtgärda:').waitFor()
    await office.getByText('Vriden åt båda hållen').waitFor()
  })

  test('from an asset’s page, in English: approved, given out and ended at the desk, and told of moments when it was open', async () => {
    const page = await stage().visit({ language: 'en' })
    await page.goto(`${TOWN}/assets/VV1-P1`)
    await page.getByRole('button', { name: 'Plan inspection' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Plan', exact: true }).click()
    await dialog.getByText('1 inspection is planned.').waitFor()
    await dialog.getByRole('link').first().click()
    await page.getByRole('button', { name: 'Approve' }).click()
    await page.getByRole('button', { name: 'Assign' }).click()
    await dialog.getByLabel('Crew').fill('Desk')
    await dialog.getByRole('button', { name: 'Assign' }).click()
    await page.getByRole('button', { name: 'Could not be inspected' }).waitFor()

    // A page whose clock is ahead by ten minutes: the step that comes is past for it.
    const step = new Date(Math.ceil(Date.now() / STEP_MS) * STEP_MS).toISOString().replace('.000', '')
    const map = await stage().visit({ language: 'en' })
    await map.clock.setSystemTime(Date.now() + 2 * STEP_MS)
    await map.goto(`${TOWN}/map?at=${encodeURIComponent(step)}&list=moment`)
    const then = map.getByRole('region', { name: /^Work orders open then/ })
    await then.getByText(/Desk/).first().waitFor()
    expect(await violationsOn(map)).toEqual([])
    await map.goto(`${TOWN}/map?at=${encodeURIComponent(step)}&asset=VV1-P1`)
    await map.getByText(/· Desk$/).waitFor()

    await page.getByRole('button', { name: 'Close as done' }).click()
    await dialog.getByRole('radio', { name: '2 good' }).check()
    await dialog.getByRole('group', { name: 'Defects that need repair?' }).getByLabel('No').check()
    expect(await violationsOn(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Close as done' }).click()
    await page.getByText('No defects:').waitFor()
    await page.getByText('Nothing to remark').first().waitFor()
    await page.goto(`${TOWN}/assets/VV1-P1`)
    await soon(() => page.getByRole('region', { name: 'Condition', exact: true }).textContent()).toContain(
      '2 of 5, good',
    )
  })
}
