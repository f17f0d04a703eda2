import { expect, test } from 'vitest'
import { type Stage, soon, TOWN } from './stage.ts'

export function signInSuite(stage: () => Stage): void {
  test.each([
    { language: 'sv', title: 'Logga in' },
    { language: 'en', title: 'Sign in' },
  ] as const)('who is not signed in is led to the sign-in page ($language)', async ({ language, title }) => {
    const page = await stage().visit({ as: null, language })
    await page.goto(`${TOWN}/map`)
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/sign-in')
  })

  test('the one-time link of the start signs in, to the overview of the town', async () => {
    const page = await stage().visit()
    await page.goto('/')
    await page.waitForURL(`**${TOWN}`)
    await page.getByRole('heading', { level: 1, name: 'Norrvik' }).waitFor()
    await page.getByText('Simulerad stad', { exact: true }).waitFor()
  })

  test('a second use of it says so, in both languages, and how to get another', async () => {
    const { product, visit } = stage()
    const used = product.link()
    await visit()
    const page = await visit({ as: null })
    await page.goto(used)
    await page.getByRole('alert').getByText('Länken gäller inte längre').waitFor()
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('alert').getByText('The link no longer works').waitFor()
    await page.getByLabel('Email address').fill('admin@driftbild.invalid')
    await page.getByRole('button', { name: 'Ask for a link' }).click()
    await page.getByRole('status').waitFor()
    // Without a mail server the terminal is where a link comes out.
    await soon(() => product.link()).not.toBe(used)
    await page.goto(product.link())
    await page.waitForURL(`**${TOWN}`)
  })
}
