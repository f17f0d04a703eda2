import type { AssetPage, ChangesView, MomentView, Timeline } from '@driftbild/api/contract'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { assetsOn } from './map-of.ts'
import { type Stage, soon, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

const HOUR_MS = 3_600_000
const STEP_MS = 300_000

const visits = [
  {
    size: 'desktop',
    language: 'sv',
    bar: 'Tid',
    moment: 'Tidpunkt',
    earlier: 'Tidigare: Tidpunkt',
    ...{
      past: 'Tidigare läge',
      toNow: 'Till nu',
      now: 'Nu',
      list: 'Vad som stack ut',
      nothing: 'Inget stack ut',
    },
    chosen: 'Vald anläggningsdel',
    asOf: 'Som det var',
    signal: 'Utgående tryck',
    compare: 'Jämför',
    differs: 'Vad som skiljer',
    since: 'Från',
    close: 'Stäng',
    noneHere: 'Inga anläggningsdelar syns här.',
  },
  {
    size: 'phone',
    language: 'en',
    bar: 'Time',
    moment: 'Moment',
    earlier: 'Earlier: Moment',
    ...{
      past: 'Past state',
      toNow: 'To now',
      now: 'Now',
      list: 'What stood out',
      nothing: 'Nothing stood out',
    },
    chosen: 'Selected asset',
    asOf: 'As it was',
    signal: 'Discharge pressure',
    compare: 'Compare',
    differs: 'What differs',
    since: 'From',
    close: 'Close',
    noneHere: 'No assets are in view here.',
  },
] as const

export function pastSuite(stage: () => Stage): void {
  test('the past that is filled in behind the live map can be looked at', async () => {
    const page = await stage().visit()
    const first = async () => Date.parse((await ask<Timeline>(page, 'timeline')).from ?? '')
    await soon(first).toBeLessThan(Date.now() - 12 * HOUR_MS)
  })

  const stepsAgo = (ms: number) =>
    new Date(Math.floor((Date.now() - ms) / STEP_MS) * STEP_MS).toISOString().replace('.000', '')
  const ask = async <T>(page: Page, path: string): Promise<T> =>
    (await (await page.request.get(`/api${TOWN}/${path}`)).json()) as T

  test.each(visits)(
    'a step back shows the map as it was, as a link, and back to now ($size, $language)',
    async (words) => {
      const page = await stage().visit(words)
      await page.goto(`${TOWN}/map`)
      const bar = page.getByRole('region', { name: words.bar, exact: true })
      const slider = bar.getByRole('slider', { name: words.moment })
      await slider.waitFor()
      expect(await slider.getAttribute('aria-valuetext')).toBe(words.now)
      await bar.getByRole('button', { name: words.earlier }).click()
      await page.waitForURL('**at=**')
      const note = page.getByRole('complementary', { name: words.past })
      await note.waitFor()
      const at = new URL(page.url()).searchParams.get('at')!
      expect(Date.now() - Date.parse(at)).toBeGreaterThan(10 * 60_000)
      await slider.focus()
      await page.keyboard.press('ArrowLeft')
      await soon(() => Date.parse(new URL(page.url()).searchParams.get('at')!)).toBe(Date.parse(at) - STEP_MS)
      expect(await violationsOn(page)).toEqual([])
      await bar.getByRole('button', { name: words.toNow }).click()
      await note.waitFor({ state: 'detached' })
      expect(new URL(page.url()).searchParams.get('at')).toBeNull()
    },
  )

  test.each(visits)('an asset’s panel tells what was measured then ($size, $language)', async (words) => {
    const page = await stage().visit(words)
    const at = stepsAgo(6 * HOUR_MS)
    const pressure = async () => {
      const { signals } = await ask<AssetPage>(page, `assets/VV1-P1?at=${at}`)
      return signals.find(({ role }) => role === 'discharge-pressure')?.latest?.value ?? null
    }
    await soon(pressure).not.toBeNull()
    const shown = new Intl.NumberFormat(words.language, {
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    })
    const value = shown.format((await pressure())!)
    await page.goto(`${TOWN}/map?asset=VV1-P1&at=${at}`)
    const panel = page.getByRole('complementary', { name: words.chosen })
    await panel.getByText(words.asOf).waitFor()
    await soon(() => panel.getByRole('button', { name: words.signal }).textContent()).toContain(value)
  })

  test.each(visits)(
    'what stood out is listed in words, as the map shows it ($size, $language)',
    async (words) => {
      const page = await stage().visit(words)
      const at = stepsAgo(3 * HOUR_MS)
      await page.goto(`${TOWN}/map?at=${at}`)
      const note = page.getByRole('complementary', { name: words.past })
      await note.getByRole('button', { name: words.list }).click()
      const list = page.getByRole('complementary', { name: words.list })
      const { items } = await ask<MomentView>(page, `moment?at=${at}`)
      if (items.length === 0) await list.getByText(words.nothing).waitFor()
      else await list.getByRole('link', { name: items[0]!.name }).first().waitFor()
      expect(await violationsOn(page)).toEqual([])
      await list.getByRole('button', { name: words.close, exact: true }).click()
      await list.waitFor({ state: 'detached' })
    },
  )

  test.each(visits)(
    'two moments are compared: what differs stands out and is listed ($size, $language)',
    async (words) => {
      const page = await stage().visit(words)
      const [at, since] = [stepsAgo(2 * HOUR_MS), stepsAgo(14 * HOUR_MS)]
      await page.goto(`${TOWN}/map?at=${at}&since=${since}&list=moment`)
      await page.getByRole('slider', { name: words.since }).waitFor()
      const list = page.getByRole('complementary', { name: words.differs })
      const { items } = await ask<ChangesView>(page, `moment/changes?at=${at}&since=${since}`)
      expect(items.length, 'in half a day something moves').toBeGreaterThan(0)
      await list.getByRole('link', { name: items[0]!.name }).first().click()
      await page.getByRole('complementary', { name: words.chosen }).getByText(words.asOf).waitFor()
      await page.goBack()
      await list.waitFor()
      expect(await violationsOn(page)).toEqual([])
    },
  )

  test.each(visits)('comparing begins with a press, and ends with one ($size, $language)', async (words) => {
    const page = await stage().visit(words)
    await page.goto(`${TOWN}/map`)
    const compare = page.getByRole('button', { name: words.compare })
    await compare.click()
    await page.waitForURL('**since=**')
    await page.getByRole('slider', { name: words.since }).waitFor()
    await page.locator('.time-choices button[aria-pressed=true]').click()
    await page.getByRole('slider', { name: words.since }).waitFor({ state: 'detached' })
  })

  test.each(visits)('the map draws what was so, not what is ($size, $language)', async (words) => {
    const page = await stage().visit(words)
    const at = stepsAgo(HOUR_MS)
    const { states } = await ask<MomentView>(page, `moment?at=${at}&state=low`)
    expect(states.low, 'some bins and lamps called').toBeGreaterThan(0)
    await page.goto(`${TOWN}/map?at=${at}&state=low`)
    await soon(() => assetsOn(page)).toBe(states.low)
    const before = stepsAgo(300 * 24 * HOUR_MS)
    await page.goto(`${TOWN}/map?at=${before}&state=low`)
    await page.getByText(words.noneHere).waitFor({ state: 'attached' })
  })
}
