import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { centreOf, type Order } from './crew-of.ts'
import { crewsPhone, killed, notesIn, takePhoto, toSync, withShell, writeNote } from './phone-of.ts'
import { fillUp } from './phone-store.ts'
import { type Stage, soon, TOWN } from './stage.ts'

const DAY_MS = 24 * 3_600_000

interface Step {
  what: string
  path: (orders: { first: Order; second: Order }) => string
  /** What it makes takes room, which a full phone hasn't. */
  isFile?: true
  /** Ends when the screen says that the phone has it. */
  do: (page: Page, orders: { first: Order; second: Order }) => Promise<void>
}

const atFirst: Step['path'] = ({ first }) => `${TOWN}/my-day/${first.id}`

/** A crew's day, step by step. */
const steps: Step[] = [
  {
    what: 'starts',
    path: atFirst,
    async do(page) {
      await page.getByRole('button', { name: 'Starta arbetet' }).click()
      await page.getByRole('button', { name: 'Pausa arbetet' }).waitFor()
    },
  },
  { what: 'writes', path: atFirst, do: (page) => writeNote(page, 'Nyckel i skåpet') },
  {
    what: 'photographs',
    path: atFirst,
    isFile: true,
    async do(page) {
      await takePhoto(page)
      await page.getByText('1 foto', { exact: true }).waitFor()
    },
  },
  {
    what: 'has it signed',
    path: atFirst,
    isFile: true,
    async do(page) {
      await page.getByRole('button', { name: 'Underskrift' }).click()
      await page.getByRole('dialog').getByLabel('Namnförtydligande').fill('Kim Ek')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: '1 underskrift' }).waitFor()
    },
  },
  {
    what: 'finishes',
    path: atFirst,
    async do(page) {
      await page.getByText('Strömmen bruten och låst').click()
      await page.getByText('Ja, felet fanns').click()
      await page.getByLabel('Vad var orsaken?').fill('Vatten i driftdonet')
      await page.getByLabel('Arbetad tid, minuter').fill('35')
      await page.getByRole('button', { name: 'Avsluta som klar' }).click()
      await page.getByRole('heading', { name: 'Utfall' }).waitFor()
    },
  },
  {
    what: 'leaves one out',
    path: ({ second }) => `${TOWN}/my-day/${second.id}`,
    async do(page) {
      await page.getByRole('button', { name: 'Hoppa över' }).click()
      await page.getByRole('button', { name: 'Platsen går inte att nå' }).click()
      await page.getByText('Överhoppad: Platsen går inte att nå').waitFor()
    },
  },
  {
    what: 'reports',
    path: () => `${TOWN}/report`,
    async do(page, { second }) {
      await page.getByLabel('Anläggningsdel', { exact: true }).fill(second.subject.tag)
      await page.getByLabel('Vad är fel?').selectOption('cable-fault')
      await page.getByLabel('Vad du ser').fill('Luckan står öppen')
      await page.getByRole('button', { name: 'Skicka anmälan' }).click()
      await page.getByText('Anmälan ligger i telefonen').waitFor()
    },
  },
]

interface Trouble {
  what: string
  crew: string
  behindMs?: number
  /** Comes with the loss of coverage. */
  begins?: (page: Page) => Promise<void>
  /** Comes after each step; the page that goes on. */
  afterEach?: (page: Page, path: string) => Promise<Page>
  withoutFiles?: true
  /** What a person does when there is coverage again. */
  ends?: (page: Page, stage: Stage) => Promise<void>
}

const troubles: Trouble[] = [
  { what: 'the app is killed after it', crew: 'Fältlag 21', afterEach: killed },
  {
    what: 'the session has ended',
    crew: 'Fältlag 22',
    begins: (page) => page.context().clearCookies(),
    async ends(page, stage) {
      await page.getByText(/^Du är utloggad\. \d+ saker ligger kvar/).waitFor()
      await page.goto(await stage.product.invite('crew'))
      await page.getByRole('heading', { level: 1, name: 'Min dag' }).waitFor()
    },
  },
  { what: 'the clock is a day behind', crew: 'Fältlag 23', behindMs: DAY_MS },
  { what: 'the clock is a day ahead', crew: 'Fältlag 24', behindMs: -DAY_MS },
  { what: 'the phone is full', crew: 'Fältlag 25', begins: fillUp, withoutFiles: true },
]

/** Every step of a day without coverage, each in every trouble there is: the centre has it, once, and when it was done. */
export function fieldEachStepSuite(stage: () => Stage): void {
  test.each(troubles)('each step of a day is kept though $what', { timeout: 300_000 }, async (trouble) => {
    const centre = await centreOf(stage())
    const [first, second] = (await centre.assign(trouble.crew, 2)) as [Order, Order]
    const orders = { first, second }
    const room = trouble.withoutFiles && { room: 30 * 1024 * 1024 }
    const behind = trouble.behindMs !== undefined && { behindMs: trouble.behindMs }
    let page = await crewsPhone(stage(), trouble.crew, { ...room, ...behind })
    await page.getByText('Kartan är med.').waitFor()
    await withShell(page)
    await page.context().setOffline(true)
    await trouble.begins?.(page)
    const begun = Date.now()
    const done = steps.filter(({ isFile }) => !isFile || !trouble.withoutFiles)
    expect(done.length).toBeGreaterThan(4)
    for (const step of done) {
      await page.goto(step.path(orders))
      await step.do(page, orders)
      if (trouble.afterEach) page = await trouble.afterEach(page, `${TOWN}/sync`)
    }
    expect((await centre.order(first.id)).state).toBe('assigned')

    await page.context().setOffline(false)
    await trouble.ends?.(page, stage())
    await toSync(page)
    await page.getByText('Allt är skickat.').waitFor()
    const kept = await centre.order(first.id)
    expect(kept).toMatchObject({
      ...{ state: 'done', conflicts: [] },
      outcome: { cause: 'Vatten i driftdonet', minutes: 35, checks: ['locked-out'] },
    })
    expect(notesIn(kept)).toEqual(['Nyckel i skåpet'])
    const files = await centre.get<{ kind: string; madeAt: string }[]>(`work-orders/${first.id}/documents`)
    expect(files.map(({ kind }) => kind).sort()).toEqual(trouble.withoutFiles ? [] : ['photo', 'signature'])
    const { stops } = await centre.get<{ stops: { skipped: { reason: string; at: number } | null }[] }>(
      `field-day?crew=${encodeURIComponent(trouble.crew)}`,
    )
    const skipped = stops.flatMap((stop) => stop.skipped ?? [])
    expect(skipped.map(({ reason }) => reason)).toEqual(['Platsen går inte att nå'])
    const { items } = await centre.get<{ items: { mode: string; subject: { tag: string } }[] }>(
      'faults?limit=1000',
    )
    const reported = items.filter(
      ({ mode, subject }) => mode === 'cable-fault' && subject.tag === second.subject.tag,
    )
    expect(reported).toHaveLength(1)

    // By the centre's clock, whatever the phone's says; a second is what measuring it may be off.
    const times = [...skipped.map(({ at }) => at / 1000), ...files.map(({ madeAt }) => Date.parse(madeAt))]
    for (const at of times) {
      expect(at).toBeGreaterThan(begun - 1000)
      expect(at).toBeLessThan(Date.now() + 1000)
    }
    await soon(() => page.getByRole('heading', { name: /väntar på att skickas/ }).count()).toBe(0)
  })
}
