import { beforeAll, expect, test } from 'vitest'
import type { AuditEntryView, MemberView, NewMember, SettingsView, WorkOrderView } from '../contract/index.ts'
import type { Browser, TestCentre } from './centre.ts'

export function adminSuite(centre: () => TestCentre): void {
  let admin: Browser
  const get = async <T>(path: string): Promise<T> =>
    (await (await admin.get(`/api/9999/${path}`)).json()) as T
  const post = (path: string, body: unknown) => admin.post(`/api/9999/${path}`, body)

  beforeAll(async () => {
    admin = await centre().person([{ role: 'admin' }])
  })

  test('somebody new is let in by a link that works once, and is out again when the role ends', async () => {
    const karin = { email: 'karin@norrvik.example', name: 'Karin Ek', role: 'crew', service: 'water' }
    const invited = (await (await post('members', karin)).json()) as NewMember
    const { pathname, search } = new URL(invited.link!)
    const opened = await centre().anybody.get(pathname + search)
    const cookie = opened.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    const asKarin = (path: string) => centre().anybody.get(path, { cookie })
    expect((await asKarin('/api/9999/overview')).status).toBe(200)
    expect((await asKarin('/api/9999/members')).status).toBe(403)

    const known = (await (await post('members', { ...karin, role: 'engineer' })).json()) as NewMember
    expect(known.link).toBeNull()
    const mine = (await get<MemberView[]>('members')).filter(({ email }) => email === karin.email)
    expect(mine.map(({ role, service }) => [role, service])).toEqual([
      ['crew', 'water'],
      ['engineer', 'water'],
    ])
    for (const { user, role, service } of mine) {
      expect((await post('members/end', { user, role, service })).status).toBe(200)
    }
    expect((await asKarin('/api/9999/overview')).status).toBe(404)
  })

  test('the last administrator can’t be lost', async () => {
    const elsewhere = await centre().person([{ role: 'admin', municipality: '2580' }])
    const others = ((await (await elsewhere.get('/api/2580/members')).json()) as MemberView[]).filter(
      ({ role, user }) => role === 'admin' && user !== elsewhere.id,
    )
    for (const { user, role, service } of others) {
      expect((await elsewhere.post('/api/2580/members/end', { user, role, service })).status).toBe(200)
    }
    const end = await elsewhere.post('/api/2580/members/end', {
      ...{ user: elsewhere.id, role: 'admin', service: null },
    })
    expect([end.status, ((await end.json()) as { code: string }).code]).toEqual([409, 'last-admin'])
  })

  test('what is settled holds, and a zone that is none is refused', async () => {
    const before = await get<SettingsView>('settings')
    expect(before.settings).toEqual({
      ...{ language: 'sv', operators: 1, nearlyFull: 0.8, energyPrice: 1.5, energyPriceSource: null },
    })
    const { name, zone } = before.municipality
    const settings = { ...before.settings, operators: 2 }
    expect((await post('settings', { name, zone: 'Mars/Olympus', settings })).status).toBe(400)
    expect((await post('settings', { name: 'Norrviks kommun', zone, settings })).status).toBe(200)
    await centre().settled()
    expect(await get<SettingsView>('settings')).toMatchObject({
      municipality: { name: 'Norrviks kommun' },
      settings: { operators: 2 },
    })
    await post('settings', { name, zone, settings: before.settings })
    await centre().settled()
  })

  test('the audit tells who did what, and is searched', async () => {
    const { items } = await get<{ items: AuditEntryView[] }>('audit?what=settings&limit=2')
    expect(items).toHaveLength(2)
    expect(items[0]).toMatchObject({ what: 'settings-changed', by: 'Någon', ref: '9999' })
    const byNobody = await get<{ items: AuditEntryView[] }>('audit?by=nobody')
    expect(byNobody.items).toEqual([])
    expect(items[0]!.subject).toBeNull()
    const members = await get<{ items: AuditEntryView[] }>('audit?what=member')
    expect(members.items[0]!.subject).toEqual({ type: 'person', name: 'Karin Ek' })
    const drafted = await get<{ items: AuditEntryView[] }>('audit?what=order-drafted')
    for (const { ref, subject } of drafted.items) {
      const { number } = await get<WorkOrderView>(`work-orders/${ref}`)
      expect(subject).toEqual({ type: 'work-order', name: String(number) })
    }
    expect(new Set(members.items.map(({ what }) => what))).toEqual(new Set(['member-added', 'member-ended']))
  })
}
