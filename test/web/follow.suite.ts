import type { JoinedAssetView } from '@driftbild/api/contract'
import type { Geometry, Position } from '@driftbild/core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Stage, soon, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

interface Placed {
  geometry: Geometry
  surveyed: unknown
  attributes: Record<string, unknown>
}

/** What is joined to a place that is moved by hand. */
export function followSuite(stage: () => Stage): void {
  const planner = async (visit: Parameters<Stage['visit']>[0] = {}): Promise<Page> =>
    stage().visit({ ...visit, as: await stage().product.invite('planner') })
  const read = async <T>(page: Page, path: string): Promise<T> =>
    (await page.request.get(`/api${TOWN}/${path}`)).json() as Promise<T>
  /** A junction where several pipes meet, and those. */
  const aJunction = async (page: Page): Promise<{ tag: string; pipes: JoinedAssetView[] }> => {
    const { items } = await read<{ items: { tag: string }[] }>(page, 'assets?class=junction&limit=50')
    for (const { tag } of items) {
      const joined = await read<JoinedAssetView[]>(page, `assets/${tag}/joined`)
      const pipes = joined.filter((one) => one.class === 'pipe')
      if (pipes.length >= 3) return { tag, pipes }
    }
    throw new Error('no junction joins three pipes')
  }
  const endOf = (geometry: Geometry, point: number): Position => (geometry.coordinates as Position[])[point]!

  test('pipes follow a junction that is moved, one that stays is left, and one undo puts all of it back', async () => {
    const page = await planner()
    const { tag, pipes } = await aJunction(page)
    const [stays, ...follow] = pipes
    const before = await Promise.all(pipes.map((pipe) => read<Placed>(page, `assets/${pipe.tag}`)))
    const wasThere = await read<Placed>(page, `assets/${tag}`)
    await page.goto(`${TOWN}/map?asset=${tag}&edit=place`)
    const form = page.getByRole('form', { name: 'Flytta på kartan' })
    const following = form.getByRole('group', { name: 'Följer med' })
    await following.getByText(stays!.tag).waitFor()
    await page.locator('.map:not([aria-busy])').waitFor()
    await page.getByLabel('Kartbild: piltangenterna flyttar, plus och minus zoomar').focus()
    for (const key of ['Shift+ArrowRight', 'Shift+ArrowUp']) await page.keyboard.press(key)
    await form.getByText('14,1 m från förra platsen.').waitFor()
    await following
      .getByText(/ m blir /)
      .nth(pipes.length - 1)
      .waitFor()
    await following.getByRole('checkbox', { name: stays!.tag }).click({ force: true })
    await soon(() => following.getByText(/ m blir /).count()).toBe(follow.length)
    await form.getByLabel('Varför').fill('Omlagd korsning')
    expect(await violationsOn(page)).toEqual([])
    await form.getByRole('button', { name: 'Spara' }).click()
    await soon(() => form.count()).toBe(0)

    const moved = await read<Placed>(page, `assets/${tag}`)
    for (const pipe of follow) {
      const after = await read<Placed>(page, `assets/${pipe.tag}`)
      for (const point of pipe.points)
        expect(endOf(after.geometry, point)).toEqual(moved.geometry.coordinates)
      expect(after.attributes.length).not.toBe(pipe.length)
    }
    expect((await read<Placed>(page, `assets/${stays!.tag}`)).geometry).toEqual(stays!.geometry)

    const panel = page.getByRole('complementary', { name: 'Vald anläggningsdel' })
    const entry = panel.getByRole('listitem').filter({ hasText: 'Omlagd korsning' })
    await entry.getByRole('button', { name: 'Ångra' }).click()
    await page.getByRole('button', { name: /^Gör \d+ ändringar$/ }).click()
    await page.getByText(/^\d+ anläggningsdelar är ändrade\.$/).waitFor()
    const put = await Promise.all(pipes.map((pipe) => read<Placed>(page, `assets/${pipe.tag}`)))
    const placeAndLength = ({ geometry, surveyed, attributes }: Placed) => ({
      ...{ geometry, surveyed, length: attributes.length },
    })
    expect(put.map(placeAndLength)).toEqual(before.map(placeAndLength))
    expect((await read<Placed>(page, `assets/${tag}`)).geometry).toEqual(wasThere.geometry)
  })

  test('a pipe that somebody else changed meanwhile is named, and nothing moves before it is known', async () => {
    const page = await planner({ isRefused: true, language: 'en' })
    const { tag, pipes } = await aJunction(page)
    const [pipe] = pipes
    const { geometry } = await read<Placed>(page, `assets/${tag}`)
    await page.goto(`${TOWN}/map?asset=${tag}&edit=place`)
    const form = page.getByRole('form', { name: 'Move on the map' })
    await form.getByRole('group', { name: 'Moves along' }).getByText(pipe!.tag).waitFor()
    // The page isn't told: the news and the answer to a save cross.
    await page.route('**/joined', (route) => route.abort())
    const other = endOf(pipe!.geometry, pipe!.points[0] === 0 ? 1 : 0)
    const bent = [other[0] + 0.00005, other[1]]
    const coordinates = (pipe!.geometry.coordinates as Position[]).map((at) => (at === other ? bent : at))
    const answer = await page.request.post(`/api${TOWN}/assets/${pipe!.tag}/changes`, {
      data: {
        reason: 'Inmätt',
        fields: [
          { field: 'geometry', before: pipe!.geometry, after: { type: 'LineString', coordinates } },
          { field: 'surveyed', before: pipe!.surveyed, after: { crs: 4326, coordinates } },
        ],
      },
      headers: { origin: stage().product.address },
    })
    expect(answer.status(), await answer.text()).toBe(200)
    await form.getByRole('button', { name: 'Move east' }).click()
    await form.getByLabel('Why').fill('Measured')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByText(`Somebody else has changed ${pipe!.tag}, which moves along.`).waitFor()
    expect((await read<Placed>(page, `assets/${tag}`)).geometry).toEqual(geometry)
    await page.unroute('**/joined')
    await form.getByRole('button', { name: 'Fetch it again' }).click()
    await form.getByRole('button', { name: 'Save' }).click()
    await soon(() => form.count()).toBe(0)
    const moved = await read<Placed>(page, `assets/${tag}`)
    const after = await read<Placed>(page, `assets/${pipe!.tag}`)
    expect(endOf(after.geometry, pipe!.points[0]!)).toEqual(moved.geometry.coordinates)
    expect(endOf(after.geometry, pipe!.points[0] === 0 ? 1 : 0)).toEqual(bent)
  })
}
