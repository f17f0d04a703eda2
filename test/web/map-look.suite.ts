import type { AssetSummary, SuspicionView } from '@driftbild/api/contract'
import { expect, test } from 'vitest'
import { dragByFinger, tapByFinger, troublesForFingers } from './fingers.ts'
import { type Stage, soon, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

/** Shares of the map's width and height. */
const CORNERS = [
  [0.3, 0.35],
  [0.6, 0.4],
  [0.4, 0.7],
] as const

/** On a phone the upper part is the map's while an area is drawn. */
const FINGER_CORNERS = [
  [0.3, 0.2],
  [0.65, 0.25],
  [0.4, 0.5],
] as const

const visits = [
  {
    size: 'desktop',
    language: 'sv',
    choose: 'Välj område',
    canvas: 'Kartbild: piltangenterna flyttar, plus och minus zoomar',
    done: 'Klart',
    corners: '3 hörn',
    drawn: 'Bara det område som ritades på kartan.',
    whole: 'Visa hela registret',
    heat: 'Läckrisk',
    leaks: 'Var det kan läcka',
    none: 'Ingen läcka misstänks',
  },
  {
    size: 'phone',
    language: 'en',
    choose: 'Choose an area',
    canvas: 'Map picture: the arrow keys move it, plus and minus zoom',
    done: 'Done',
    corners: '3 corners',
    drawn: 'Only the area that was drawn on the map.',
    whole: 'Show the whole register',
    heat: 'Leak risk',
    leaks: 'Where it may leak',
    none: 'No leak is suspected',
  },
] as const

export function mapLookSuite(stage: () => Stage): void {
  test.each(visits.slice(0, 1))(
    'an area drawn on the map, by pointer, is a selection of the register ($size, $language)',
    async (words) => {
      const page = await stage().visit(words)
      await page.goto(`${TOWN}/map`)
      await page.locator('.map:not([aria-busy])').waitFor()
      await page.getByRole('button', { name: words.choose }).click()
      const box = (await page.locator('.map-canvas canvas').boundingBox())!
      for (const [x, y] of CORNERS) {
        await page.mouse.click(box.x + box.width * x, box.y + box.height * y)
      }
      await page.getByText(words.corners).waitFor()
      expect(await violationsOn(page)).toEqual([])
      await page.getByRole('button', { name: words.done }).click()
      await page.waitForURL('**/list**area=**')
      await page.getByText(words.drawn).waitFor()
      const area = new URL(page.url()).searchParams.get('area')!
      const answer = await page.request.get(`/api${TOWN}/assets?area=${encodeURIComponent(area)}&limit=5`)
      const { items } = (await answer.json()) as { items: AssetSummary[] }
      expect(items.length).toBeGreaterThan(0)
      await page.getByRole('link', { name: items[0]!.name }).first().waitFor()
      await page.getByRole('button', { name: words.whole }).click()
      await soon(() => new URL(page.url()).searchParams.get('area')).toBeNull()
    },
  )

  test('an area is drawn with a finger on a phone, and moving the map draws nothing', async () => {
    const [, words] = visits
    const page = await stage().visit(words)
    await page.goto(`${TOWN}/map`)
    await page.locator('.map:not([aria-busy])').waitFor()
    await page.getByRole('button', { name: words.choose }).tap()
    const none = page.locator('.area-choice [role=status]')
    const begin = await none.textContent()
    const box = (await page.locator('.map-canvas canvas').boundingBox())!
    const at = ([x, y]: readonly [number, number]) => ({
      x: box.x + box.width * x,
      y: box.y + box.height * y,
    })
    await dragByFinger(page, at([0.5, 0.4]), at([0.55, 0.45]))
    expect(await none.textContent()).toBe(begin)
    for (const corner of FINGER_CORNERS) await tapByFinger(page, at(corner))
    await page.getByText(words.corners).waitFor()
    expect(await violationsOn(page)).toEqual([])
    expect(await troublesForFingers(page)).toEqual([])
    // On the first corner again: it is done.
    await tapByFinger(page, at(FINGER_CORNERS[0]))
    await page.waitForURL('**/list**area=**')
    const area = new URL(page.url()).searchParams.get('area')!
    expect(area.split(';')).toHaveLength(3)
    await page.getByText(words.drawn).waitFor()
  })

  test('an area is drawn with keys alone', async () => {
    const [words] = visits
    const page = await stage().visit(words)
    await page.goto(`${TOWN}/map`)
    await page.locator('.map:not([aria-busy])').waitFor()
    await page.getByRole('button', { name: words.choose }).focus()
    await page.keyboard.press('Enter')
    const canvas = page.getByLabel(words.canvas)
    await soon(() => canvas.evaluate((element) => element === document.activeElement)).toBe(true)
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft']) {
      await page.keyboard.press('Space')
      await page.keyboard.press(key)
      await page.locator('.map:not([aria-busy])').waitFor()
    }
    await page.getByText(words.corners).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/list**area=**')
  })

  test.each(visits)(
    'where it may leak is drawn, and listed with its probability ($size, $language)',
    async (words) => {
      const page = await stage().visit(words)
      await page.goto(`${TOWN}/map`)
      await page.getByRole('button', { name: words.heat }).click()
      await page.waitForURL('**list=suspicion**')
      const list = page.getByRole('complementary', { name: words.leaks })
      const answer = await page.request.get(`/api${TOWN}/suspicion`)
      const { items } = (await answer.json()) as SuspicionView
      if (items.length === 0) await list.getByText(words.none).waitFor()
      else await list.getByRole('link', { name: items[0]!.name }).first().waitFor()
      expect(await violationsOn(page)).toEqual([])
    },
  )
}
