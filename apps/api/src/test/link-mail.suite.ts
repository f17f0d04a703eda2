import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChannelView } from '../contract/index.ts'
import type { Browser, TestCentre } from './centre.ts'
import { bodyOf, MAIL_PASSWORD, startMailServer } from './mail-server.ts'

/** Who has lost her way in asks with her address, and a mail brings a link. */
export function linkMailSuite(centre: () => TestCentre): void {
  let admin: Browser
  let crew: Browser
  let address: string
  let server: Awaited<ReturnType<typeof startMailServer>>
  let channel: string

  const ask = (email: string) =>
    centre().stranger().post('/api/auth/sign-in/magic-link', { email, callbackURL: '/' })
  const eventually = (ask: () => unknown) => expect.poll(ask, { timeout: 60_000, interval: 100 })
  const audited = async (what: string) => {
    const answer = await admin.get(`/api/9999/audit?what=${what}&ref=${crew.id}`)
    return ((await answer.json()) as { items: { by: string; detail: unknown }[] }).items
  }

  beforeAll(async () => {
    server = await startMailServer()
    admin = await centre().person([{ role: 'admin' }])
    crew = await centre().person([{ role: 'crew' }])
    address = centre().links.at(-1)!.email
    const body = { kind: 'mail', name: 'Växelns mejl', settings: server.settings, secret: MAIL_PASSWORD }
    channel = ((await (await admin.post('/api/9999/channels', body)).json()) as ChannelView).id
  })
  afterAll(async () => {
    await admin?.post(`/api/9999/channels/${channel}/remove`, {})
    await server?.stop()
  })

  test('the mail leads to a page, and what the page asks for lets her in once', async () => {
    const handedOut = centre().links.length
    expect((await ask(address)).status).toBe(200)
    await eventually(() => server.mails.length).toBe(1)
    const mail = server.mails[0]!
    expect(mail).toMatchObject({ to: address, user: 'driftbild' })
    const link = new URL(/http:\/\/localhost\S+/.exec(bodyOf(mail))![0])
    expect(link.pathname).toBe('/sign-in')
    expect(centre().links.length).toBe(handedOut)

    const verify = `/api/auth/magic-link/verify?token=${link.searchParams.get('token')}&callbackURL=/`
    const answer = await centre().anybody.get(verify)
    const cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!
    const me = (await (await centre().anybody.get('/api/me', { cookie })).json()) as { user: { id: string } }
    expect(me.user.id).toBe(crew.id)
    const again = await centre().anybody.get(verify)
    expect(again.headers.get('location')).toMatch(/error=INVALID_TOKEN/)
    await eventually(async () => (await audited('sign-in-link-sent'))[0]).toMatchObject({
      by: 'system',
      detail: { channel: 'Växelns mejl' },
    })
  })

  test('nobody learns whether an address is known, and whoever isn’t gets nothing', async () => {
    const [known, unknown] = [await ask(address), await ask('nobody@example.se')]
    expect([known.status, await known.json()]).toEqual([unknown.status, await unknown.json()])
    await eventually(() => server.mails.length).toBe(2)
    expect(server.mails.map(({ to }) => to)).toEqual([address, address])
  })

  test('a mailbox is not filled by others, whatever addresses they ask from, and the log has it once', async () => {
    for (let i = 0; i < 4; i++) expect((await ask(address)).status).toBe(200)
    await eventually(async () => (await audited('sign-in-link-held-back')).length).toBe(1)
    await eventually(async () => (await audited('sign-in-link-sent')).length).toBe(3)
    expect(server.mails.length).toBe(3)
  })

  test('a mail server that says no is told in the log, never to whoever asked', async () => {
    const other = await centre().person([{ role: 'crew' }])
    const email = centre().links.at(-1)!.email
    await admin.post(`/api/9999/channels/${channel}/remove`, {})
    const body = { kind: 'mail', name: 'Trasig', settings: server.settings, secret: 'wrong' }
    channel = ((await (await admin.post('/api/9999/channels', body)).json()) as ChannelView).id
    expect((await ask(email)).status).toBe(200)
    const failed = async () =>
      (
        (await (await admin.get(`/api/9999/audit?what=sign-in-link-failed&ref=${other.id}`)).json()) as {
          items: { detail: object }[]
        }
      ).items
    await eventually(async () => (await failed())[0]).toMatchObject({ detail: { channel: 'Trasig' } })
    expect(JSON.stringify(await failed())).not.toContain('token')
    expect(
      centre()
        .lines.filter((line) => line.includes('by Trasig'))
        .join(),
    ).not.toContain('token=')
  })

  test('where no mail server is set the link is handed to whoever runs the centre', async () => {
    await admin.post(`/api/9999/channels/${channel}/remove`, {})
    await centre().person([{ role: 'crew' }])
    const email = centre().links.at(-1)!.email
    const before = centre().links.length
    await ask(email)
    await eventually(() =>
      centre()
        .links.slice(before)
        .map((link) => link.email),
    ).toEqual([email])
  })
}
