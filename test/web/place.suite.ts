import type { Geometry, Position, SurveyedPlace } from '@driftbild/core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { dragByFinger } from './fingers.ts'
import { type Stage, soon, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

interface Placed {
  geometry: Geometry
  surveyed: SurveyedPlace | null
  attributes: Record<string, unknown>
}

export function placeSuite(stage: () => Stage): void {
  const planner = async (visit: Parameters<Stage['visit']>[0] = {}): Promise<Page> =>
    stage().visit({ ...visit, as: await stage().product.invite('planner') })
  const read = async (page: Page, tag: string): Promise<Placed> =>
    (await page.request.get(`/api${TOWN}/assets/${tag}`)).json() as Promise<Placed>
  const pointOf = ({ geometry }: Placed): Position => {
    if (geometry.type !== 'Point') throw new Error(`a ${geometry.type} is no point`)
    return geometry.coordinates
  }
  /** The first bin: it stands by itself, and nothing else in these stories moves it. */
  const aBin = async (page: Page): Promise<string> => {
    const answer = await page.request.get(`/api${TOWN}/assets?class=waste-container&limit=1`)
    return ((await answer.json()) as { items: { tag: string }[] }).items[0]!.tag
  }
  /** Brings the asset into the middle of the map, near enough to take hold of. */
  const open = async (page: Page, tag: string, edit: string): Promise<void> => {
    await page.goto(`${TOWN}/map?asset=${tag}`)
    await page.getByRole('button', { name: edit }).click()
    await page.getByRole('form', { name: edit }).waitFor()
    await page.locator('.map:not([aria-busy])').waitFor()
  }
  const middleOfMap = async (page: Page): Promise<{ x: number; y: number }> => {
    const box = (await page.locator('.map-canvas canvas').boundingBox())!
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }

  test('a point is dragged on the map, seen before it is saved, told in its history, and put back', async () => {
    const page = await planner()
    const tag = await aBin(page)
    const before = await read(page, tag)
    await open(page, tag, 'Flytta på kartan')
    const form = page.getByRole('form', { name: 'Flytta på kartan' })
    await form.getByText('Ingenting är flyttat.').waitFor()
    expect(await form.getByRole('button', { name: 'Spara' }).isDisabled()).toBe(true)
    const { x, y } = await middleOfMap(page)
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 30, y + 10, { steps: 4 })
    await page.mouse.move(x + 60, y + 20, { steps: 4 })
    await page.mouse.up()
    await form.getByText(/^\d+,\d m från förra platsen\.$/).waitFor()
    await form.getByLabel('Osäkerhet (m)').fill('2,5')
    await form.getByLabel('Varför').fill('Flyttad vid ombyggnad')
    expect(await violationsOn(page)).toEqual([])
    await form.getByRole('button', { name: 'Spara' }).click()
    await soon(() => form.count()).toBe(0)
    const after = await read(page, tag)
    expect(pointOf(after)[0]).toBeGreaterThan(pointOf(before)[0])
    expect(pointOf(after)[1]).toBeLessThan(pointOf(before)[1])
    expect(after.surveyed).toMatchObject({ crs: 3006, accuracy: 2.5, method: 'map' })
    expect(after.surveyed?.height).toBe(before.surveyed?.height)
    const panel = page.getByRole('complementary', { name: 'Vald anläggningsdel' })
    await panel
      .getByText(/^Flyttad på kartan, SWEREF 99 TM, ± 2,5/)
      .first()
      .waitFor()

    const entry = panel.getByRole('listitem').filter({ hasText: 'Flyttad vid ombyggnad' })
    await entry.getByRole('button', { name: 'Ångra' }).click()
    await page.getByRole('button', { name: 'Gör 1 ändring' }).click()
    await page.getByText('1 anläggningsdel är ändrad.').waitFor()
    const { geometry, surveyed } = await read(page, tag)
    expect({ geometry, surveyed }).toEqual({ geometry: before.geometry, surveyed: before.surveyed })
  })

  test('a pipe’s points are moved, added and removed by keys alone, and its length follows', async () => {
    const page = await planner({ language: 'en' })
    const before = await read(page, 'VL-003')
    if (before.geometry.type !== 'LineString') throw new Error('VL-003 is no line')
    const count = before.geometry.coordinates.length
    await page.goto(`${TOWN}/map?asset=VL-003&edit=place`)
    const form = page.getByRole('form', { name: 'Move on the map' })
    await form.getByText(`Point 1 of ${count}`).waitFor()
    await page.locator('.map:not([aria-busy])').waitFor()
    const canvas = page.getByLabel('Map picture: the arrow keys move it')
    await canvas.focus()
    await page.keyboard.press('PageUp')
    await form.getByText(`Point ${count} of ${count}`).waitFor()
    for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowUp']) await page.keyboard.press(key)
    await form.getByText('At most 10.2 m from where it was').waitFor()
    await form.getByRole('button', { name: 'Add a point' }).press('Enter')
    await form.getByText(`Point ${count + 1} of ${count + 1}`).waitFor()
    await canvas.focus()
    await page.keyboard.press('Delete')
    await form.getByText(`Point ${count} of ${count}`).waitFor()
    await form
      .getByRole('checkbox', { name: /^Also change the register’s length/ })
      .waitFor({ state: 'attached' })
    await form.getByLabel('Why').fill('Dug up')
    expect(await violationsOn(page)).toEqual([])
    await page.keyboard.press('Enter')
    await soon(() => form.count()).toBe(0)
    const after = await read(page, 'VL-003')
    expect(after.geometry.coordinates).toHaveLength(count)
    expect((after.geometry.coordinates as Position[])[0]).toEqual(before.geometry.coordinates[0])
    expect(after.attributes.length).not.toBe(before.attributes.length)
    const [was, is] = [before, after].map(({ surveyed }) => (surveyed!.coordinates as Position[]).at(-1)!)
    expect(is![0] - was![0]).toBeCloseTo(2, 1)
    expect(is![1] - was![1]).toBeCloseTo(10, 1)
  })

  test('coordinates are typed in either system; what cannot be one says so', async () => {
    const page = await planner()
    const tag = await aBin(page)
    const [lon, lat] = pointOf(await read(page, tag))
    await page.goto(`${TOWN}/map?asset=${tag}&edit=place`)
    const form = page.getByRole('form', { name: 'Flytta på kartan' })
    const north = form.getByLabel('Nord (N)')
    const was = Number((await north.inputValue()).replace(',', '.'))
    await north.fill('12')
    await form.getByText('Koordinaterna går inte att läsa. Ange SWEREF 99 TM.').waitFor()
    await north.fill(`${(was + 7.5).toFixed(2)}`)
    await north.press('Enter')
    await form.getByText('7,5 m från förra platsen.').waitFor()
    await form.getByText('WGS 84').click()
    await form.getByLabel('Longitud').fill(`${(lon + 0.001).toFixed(6)}`.replace('.', ','))
    await form.getByLabel('Longitud').press('Tab')
    await form.getByText(/^\d+,\d m från förra platsen\.$/).waitFor()
    expect(await violationsOn(page)).toEqual([])
    await form.getByLabel('Varför').fill('Inmätt på nytt')
    await form.getByRole('button', { name: 'Spara' }).click()
    await soon(() => form.count()).toBe(0)
    const after = await read(page, tag)
    expect(after.surveyed?.method).toBe('typed')
    expect(pointOf(after)[0]).toBeCloseTo(lon + 0.001, 5)
    expect(pointOf(after)[1]).toBeGreaterThan(lat)
  })

  test('over somebody else’s move both places are shown, and nothing is overwritten unseen', async () => {
    const page = await planner({ isRefused: true })
    const tag = await aBin(page)
    const { geometry, surveyed } = await read(page, tag)
    await page.goto(`${TOWN}/map?asset=${tag}&edit=place`)
    const form = page.getByRole('form', { name: 'Flytta på kartan' })
    await form.getByRole('button', { name: 'Flytta österut' }).click()
    await form.getByLabel('Varför').fill('Min ritning')
    const [lon, lat] = (geometry as { coordinates: Position }).coordinates
    const theirs = [lon, Number((lat + 0.0002).toFixed(9))]
    const answer = await page.request.post(`/api${TOWN}/assets/${tag}/changes`, {
      data: {
        reason: 'Deras ritning',
        fields: [
          { field: 'geometry', before: geometry, after: { type: 'Point', coordinates: theirs } },
          { field: 'surveyed', before: surveyed, after: { crs: 4326, coordinates: theirs } },
        ],
      },
      headers: { origin: stage().product.address },
    })
    expect(answer.status(), await answer.text()).toBe(200)
    await form.getByRole('button', { name: 'Spara' }).click()
    await form.getByText('Streckat på kartan').waitFor()
    await form.getByText(`nu ${theirs[1]!.toFixed(6)}, ${lon.toFixed(6)}`).waitFor()
    expect(await violationsOn(page)).toEqual([])
    await form.getByRole('button', { name: 'Skriv mitt värde ändå' }).click()
    await form.getByRole('button', { name: 'Spara' }).click()
    await soon(() => form.count()).toBe(0)
    expect(pointOf(await read(page, tag))[1]).toBeCloseTo(lat, 5)
  })

  test('a finger drags a point on a phone, and the map stays where it is', async () => {
    const page = await planner({ size: 'phone', language: 'en' })
    const tag = await aBin(page)
    const before = pointOf(await read(page, tag))
    await open(page, tag, 'Move on the map')
    const form = page.getByRole('form', { name: 'Move on the map' })
    // The sheet covers the lower half: what is chosen stands in the middle of what is left.
    const map = (await page.locator('.map-canvas canvas').boundingBox())!
    const covered = page.viewportSize()!.height / 2
    const from = { x: map.x + map.width / 2, y: map.y + (map.height - covered) / 2 }
    await dragByFinger(page, from, { x: from.x - 50, y: from.y - 40 })
    await form.getByText(/^\d+\.\d m from where it was\.$/).waitFor()
    await form.getByLabel('Why').fill('Seen on the spot')
    await form.getByRole('button', { name: 'Save' }).click()
    await soon(() => form.count()).toBe(0)
    const after = pointOf(await read(page, tag))
    expect(after[0]).toBeLessThan(before[0])
    expect(after[1]).toBeGreaterThan(before[1])
  })

  test('whoever may not edit the register is offered none of it', async () => {
    const page = await stage().visit({ as: await stage().product.invite('operator') })
    const tag = await aBin(page)
    await page.goto(`${TOWN}/map?asset=${tag}&edit=place`)
    await page.getByRole('link', { name: 'Öppna hela sidan' }).waitFor()
    expect(await page.getByRole('button', { name: 'Flytta på kartan' }).count()).toBe(0)
    expect(await page.getByRole('form', { name: 'Flytta på kartan' }).count()).toBe(0)
  })

  test('an asset’s zone is a link beside the map and on its page', async () => {
    const page = await stage().visit()
    for (const path of [`${TOWN}/map?asset=VL-003`, `${TOWN}/assets/VL-003`]) {
      await page.goto(path)
      const zone = page.getByRole('region', { name: 'Fakta', exact: true }).locator('a[href*="/zones/"]')
      const tag = (await zone.getAttribute('href'))!.split('/').at(-1)!
      await zone.click()
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(page.url()).toContain(`/zones/${tag}`)
      await page.getByText(new RegExp(`^${tag} · `)).waitFor()
    }
  })
}
