import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Micros, SECOND } from '@driftbild/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type {
  ChannelView,
  DeliveryView,
  NewChannelBody,
  NoticeRuleView,
  ShiftView,
  TestOutcome,
} from '../contract/index.ts'
import { addMeter } from './another-meter.ts'
import type { Browser, TestCentre } from './centre.ts'
import { enrolEdge, secondsAgo, type TestEdge } from './edge.ts'
import { bodyOf, MAIL_PASSWORD, startMailServer } from './mail-server.ts'

const HOOK_SECRET = 'a secret that both sides know'

interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** A mail server and an HTTP server, real ones, that keep what they are sent. */
async function startReceivers() {
  const mail = await startMailServer()
  const received: Received[] = []
  let refusals = 0
  const http = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => (body += part))
    request.on('end', () => {
      if (request.url === '/moved') response.writeHead(302, { location: '/hook' }).end()
      else if (request.url === '/busy' && refusals-- > 0) response.writeHead(503).end()
      else {
        received.push({ path: request.url!, headers: request.headers, body })
        response.writeHead(200).end()
      }
    })
  }).listen(0, '127.0.0.1')
  await once(http, 'listening')
  return {
    mail,
    received,
    refuse: (times: number) => (refusals = times),
    url: (path: string) => `http://127.0.0.1:${(http.address() as AddressInfo).port}${path}`,
    async stop() {
      await mail.stop()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

export function noticesSuite(centre: () => TestCentre): void {
  let admin: Browser
  let second: Browser
  let edge: TestEdge
  let receivers: Awaited<ReturnType<typeof startReceivers>>
  const channels: Record<string, string> = {}
  let heated: Micros

  const get = async <T>(path: string): Promise<T> =>
    (await (await admin.get(`/api/9999/${path}`)).json()) as T
  const post = (path: string, body: unknown = {}) => admin.post(`/api/9999/${path}`, body)
  const deliveries = async () => (await get<{ items: DeliveryView[] }>('deliveries')).items
  const eventually = (ask: () => Promise<unknown> | unknown) =>
    expect.poll(ask, { timeout: 60_000, interval: 100 })
  const addChannel = async (channel: NewChannelBody) => {
    const answer = await post('channels', channel)
    expect(answer.status, await answer.clone().text()).toBe(200)
    return ((await answer.json()) as ChannelView).id
  }
  const heat = async (value: number) => {
    // Each a second after the one before, however quick the test is.
    heated += SECOND
    const reading = { key: 'M-7/temperature', unit: 'Cel', at: heated, value }
    expect((await edge.send(edge.entries([reading]))).status).toBe(200)
    await centre().settled()
  }
  const rule = (more: object = {}) => ({
    ...{ channels: [], escalateMinutes: null, quietFrom: null, quietTo: null },
    ...more,
  })

  beforeAll(async () => {
    // From when these stories begin: what others before them took is no back-fill.
    heated = secondsAgo(20)
    receivers = await startReceivers()
    admin = await centre().person([{ role: 'admin' }])
    second = await centre().person([{ role: 'engineer' }])
    await addMeter(centre(), 'M-7')
    edge = await enrolEdge(centre(), admin)
  })
  afterAll(() => receivers?.stop())

  test('a way out is set up, and its secret is never shown again nor readable in the database', async () => {
    channels.mail = await addChannel({
      ...{ kind: 'mail', name: 'Jourmail', secret: MAIL_PASSWORD },
      settings: receivers.mail.settings,
    })
    channels.hook = await addChannel({
      ...{ kind: 'webhook', name: 'Larmcentralen', secret: HOOK_SECRET },
      settings: { url: receivers.url('/hook') },
    })
    channels.sms = await addChannel({
      ...{ kind: 'sms', name: 'Jourtelefon', secret: 'key 1' },
      settings: {
        ...{ url: receivers.url('/sms'), contentType: 'application/json', header: 'x-key' },
        template: '{"number":"{to}","message":"{text}"}',
      },
    })
    const shown = await (await admin.get('/api/9999/channels')).text()
    expect(shown).toContain('Jourmail')
    const stored = await centre().db.across((tx) =>
      tx.query<{ text: string }>(
        `select settings::text || coalesce(encode(sealed, 'escape'), '') as text from channel`,
      ),
    )
    expect(stored.length).toBeGreaterThanOrEqual(3)
    for (const secret of [MAIL_PASSWORD, HOOK_SECRET, 'key 1']) {
      expect(shown).not.toContain(secret)
      expect(stored.some(({ text }) => text.includes(secret))).toBe(false)
    }
  })

  test('what would go in the clear beyond this machine is refused', async () => {
    const open = {
      kind: 'webhook',
      name: 'x',
      secret: HOOK_SECRET,
      settings: { url: 'http://example.se/hook' },
    }
    expect((await post('channels', open)).status).toBe(400)
    const mail = { host: 'smtp.example.se', port: 25, security: 'none', user: '', from: 'a@example.se' }
    expect((await post('channels', { kind: 'mail', name: 'x', secret: '', settings: mail })).status).toBe(400)
  })

  test('a test says how it went', async () => {
    const tried = async (id: string) => (await (await post(`channels/${id}/test`)).json()) as TestOutcome
    expect(await tried(channels.mail!)).toEqual({ sent: true, error: null })
    // A way in that somebody asked for shortly before may go by the same channel.
    const tests = receivers.mail.mails.filter((mail) => !bodyOf(mail).includes('token='))
    expect(tests).toMatchObject([{ user: 'driftbild' }])
    expect(await tried(channels.sms!)).toMatchObject({
      sent: false,
      error: expect.stringContaining('no address'),
    })
    expect((await post('my-contact', { mail: null, sms: '+46701234567' })).status).toBe(200)
    expect(await tried(channels.sms!)).toEqual({ sent: true, error: null })
    const sms = receivers.received.find(({ path }) => path === '/sms')!
    expect(sms.headers['x-key']).toBe('key 1')
    expect(JSON.parse(sms.body)).toMatchObject({ number: '+46701234567' })
    const moved = await addChannel({
      ...{ kind: 'webhook', name: 'Flyttad', secret: HOOK_SECRET },
      settings: { url: receivers.url('/moved') },
    })
    expect(await tried(moved)).toMatchObject({ sent: false, error: expect.stringContaining('302') })
    expect((await post(`channels/${moved}/remove`)).status).toBe(200)
  })

  test('without a rule nobody is told', async () => {
    expect((await get<NoticeRuleView[]>('notice-rules')).map(({ setAt }) => setAt)).toEqual([
      null,
      null,
      null,
    ])
    const before = (await deliveries()).length
    await heat(40)
    await eventually(
      async () => (await get<{ items: unknown[] }>('alarms?active')).items.length,
    ).toBeGreaterThan(0)
    await heat(20)
    expect((await deliveries()).length).toBe(before)
  })

  test('who is on call is told by mail, a machine by a signed message, once', async () => {
    const now = Date.now()
    const shift = {
      ...{ user: admin.id, line: 1, service: 'water', weeks: 2 },
      from: new Date(now - 3_600_000).toISOString(),
      to: new Date(now + 3_600_000).toISOString(),
    }
    expect((await post('shifts', shift)).status).toBe(200)
    expect((await post('shifts', { ...shift, to: shift.from })).status).toBe(400)
    expect((await post('shifts', { ...shift, user: 'nobody' })).status).toBe(404)
    expect((await get<ShiftView[]>('shifts')).map((one) => one.now)).toEqual([true, false])
    expect((await post('notice-rules/low', rule({ channels: [channels.mail, channels.hook] }))).status).toBe(
      200,
    )

    await heat(41)
    const ofAlarm = async () => (await deliveries()).filter(({ alarm }) => alarm !== null)
    await eventually(async () => (await ofAlarm()).map(({ state }) => state)).toEqual(['sent', 'sent'])
    expect((await ofAlarm()).map(({ kind, to }) => [kind, to]).sort()).toEqual([
      ['mail', 'Någon'],
      ['webhook', null],
    ])
    const mail = receivers.mail.mails.at(-1)!
    expect(mail.text).toContain('Auto-Submitted: auto-generated')
    const hook = receivers.received.findLast(({ path }) => path === '/hook')!
    const { 'x-driftbild-time': time, 'x-driftbild-signature': signature } = hook.headers
    const expected = createHmac('sha256', HOOK_SECRET).update(`${time}.${hook.body}`).digest('hex')
    expect(signature).toBe(`sha256=${expected}`)
    expect(JSON.parse(hook.body)).toMatchObject({
      type: 'alarm',
      municipality: '9999',
      alarm: { asset: 'M-7', priority: 'low' },
    })
    await heat(20)
  })

  test('what a receiver refuses is tried again, and what is acknowledged meanwhile is needed no more', async () => {
    receivers.refuse(100)
    const busy = await addChannel({
      ...{ kind: 'webhook', name: 'Upptagen', secret: HOOK_SECRET },
      settings: { url: receivers.url('/busy') },
    })
    expect((await post('notice-rules/low', rule({ channels: [busy] }))).status).toBe(200)
    await heat(42)
    const first = async () => (await deliveries())[0]!
    await eventually(async () => [(await first()).channel, (await first()).attempts]).toEqual(['Upptagen', 1])
    const waiting = await first()
    expect(waiting).toMatchObject({ state: 'waiting', error: expect.stringContaining('503') })
    expect(Date.parse(waiting.nextAt!)).toBeGreaterThan(Date.now())
    expect(
      (await admin.post(`/api/9999/alarms/${waiting.alarm}/actions`, { type: 'acknowledge' })).status,
    ).toBe(200)
    await centre().db.across((tx) => tx.query("update delivery set due_at = now() where state = 'waiting'"))
    await eventually(async () => (await first()).state).toBe('not-needed')
    // The task came round again and again meanwhile, and told nobody twice.
    const before = (await deliveries()).filter(({ alarm }) => alarm !== null && alarm !== waiting.alarm)
    expect(before).toHaveLength(2)
    await heat(20)
  })

  test('an engineer keeps the rota, and no more than that', async () => {
    expect((await second.get('/api/9999/channels')).status).toBe(403)
    expect((await second.get('/api/9999/colleagues')).status).toBe(200)
    const [shift] = await get<ShiftView[]>('shifts')
    expect((await second.post(`/api/9999/shifts/${shift!.id}/remove`, {})).status).toBe(200)
  })
}
