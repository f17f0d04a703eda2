import { bodyOf, MAIL_PASSWORD, startMailServer } from '@driftbild/api/test-mail-server'
import { expect, test } from 'vitest'
import { type Stage, soon, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

/** A mail brings back who has lost the way in. */
export function linkMailSuite(stage: () => Stage): void {
  test('a mail server is set, somebody asks with her address, and a press on the mail’s page lets her in', async () => {
    const server = await startMailServer()
    try {
      const { product, visit } = stage()
      await product.invite('planner')
      const admin = await visit()
      await admin.goto(`${TOWN}/alarms/on-call`)
      await admin.getByRole('button', { name: 'Lägg till väg' }).click()
      const dialog = admin.getByRole('dialog')
      await dialog.getByLabel('Slag').selectOption('mail')
      await dialog.getByLabel('Namn').fill('Kommunens mejl')
      await dialog.getByLabel('Server').fill(server.settings.host)
      await dialog.getByLabel('Port').fill(String(server.settings.port))
      await dialog.getByLabel('Kryptering').selectOption('none')
      await dialog.getByLabel('Användare', { exact: false }).fill(server.settings.user)
      await dialog.getByLabel('Avsändare').fill(server.settings.from)
      await dialog.getByLabel('Lösenord', { exact: false }).fill(MAIL_PASSWORD)
      await dialog.getByRole('button', { name: 'Spara' }).click()
      await admin.getByText('Kommunens mejl').first().waitFor()

      const page = await visit({ as: null, language: 'en', size: 'phone' })
      await page.goto('/sign-in')
      await page.getByLabel('Email address').fill('planner@norrvik.example')
      await page.getByRole('button', { name: 'Ask for a link' }).click()
      await page.getByRole('status').getByText('planner@norrvik.example', { exact: false }).waitFor()
      await soon(() => server.mails.length).toBe(1)
      expect(server.mails[0]!.to).toBe('planner@norrvik.example')
      await page.goto(/http:\S+/.exec(bodyOf(server.mails[0]!))![0])
      const enter = page.getByRole('link', { name: 'Sign in', exact: true })
      await enter.waitFor()
      expect(await violationsOn(page)).toEqual([])
      await enter.click()
      await page.waitForURL(`**${TOWN}`)

      await admin.getByRole('button', { name: 'Ta bort Kommunens mejl' }).click()
      await admin.getByText('Inga vägar ut.').first().waitFor()
    } finally {
      await server.stop()
    }
  })
}
