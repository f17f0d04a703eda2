import { expect, test } from 'vitest'
import { FIRST_PERSON, giveToFirstPerson, offerFirstLink } from '../auth/first-start.ts'
import { HOME, type TestCentre } from './centre.ts'

const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url)
  return pathname + search
}

export function signInSuite(centre: () => TestCentre): void {
  test('the first start offers a link to somebody who administers every municipality', async () => {
    const { services, links, anybody } = centre()
    expect(await offerFirstLink(services.auth, services.db)).toBe(true)
    expect(await giveToFirstPerson(services.auth, services.db)).toEqual(['2580', '9999'])
    expect(links.at(-1)?.email).toBe(FIRST_PERSON.email)

    const answer = await anybody.get(pathOf(links.at(-1)!.url))
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'http://localhost/'])
    const cookie = answer.headers.getSetCookie()[0]!
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Lax/i)
    const me = (await (await anybody.get('/api/me', { cookie: cookie.split(';')[0]! })).json()) as {
      memberships: { municipality: string; role: string }[]
    }
    expect(me.memberships.filter((m) => m.municipality === HOME).map((m) => m.role)).toEqual([
      'admin',
      'engineer',
    ])
  })

  test('no second link is offered once somebody has signed in', async () => {
    const { services } = centre()
    expect(await offerFirstLink(services.auth, services.db)).toBe(false)
  })

  test('a link works once', async () => {
    const { person, links, anybody } = centre()
    await person([{ role: 'crew' }])
    const again = await anybody.get(pathOf(links.at(-1)!.url))
    expect(again.headers.get('location')).toMatch(/error=INVALID_TOKEN/)
    expect(again.headers.getSetCookie()).toEqual([])
  })

  test('a link for somebody unknown is asked for with the same answer, and none is handed out', async () => {
    const { anybody, links } = centre()
    const before = links.length
    const ask = (email: string) => anybody.post('/api/auth/sign-in/magic-link', { email, callbackURL: '/' })
    const [known, unknown] = [await ask(FIRST_PERSON.email), await ask('nobody@example.se')]
    expect([known.status, await known.json()]).toEqual([unknown.status, await unknown.json()])
    expect(links.slice(before).map((link) => link.email)).toEqual([FIRST_PERSON.email])
  })

  test('somebody who asks for links again and again is told to wait', async () => {
    const { anybody } = centre()
    const statuses = []
    for (let i = 0; i < 8; i++) {
      const answer = await anybody.post('/api/auth/sign-in/magic-link', { email: 'a@example.se' })
      statuses.push(answer.status)
    }
    expect(statuses).toContain(429)
  })

  test('after signing out the session opens nothing', async () => {
    const browser = await centre().person([{ role: 'engineer' }])
    expect((await browser.get('/api/me')).status).toBe(200)
    expect((await browser.post('/api/auth/sign-out', {})).status).toBe(200)
    expect((await browser.get('/api/me')).status).toBe(401)
  })
}
