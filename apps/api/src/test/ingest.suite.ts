import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { Browser, TestCentre } from './centre.ts'
import { enrolEdge, secondsAgo, type TestEdge } from './edge.ts'

export function ingestSuite(centre: () => TestCentre): void {
  let admin: Browser
  let edge: TestEdge
  beforeAll(async () => {
    admin = await centre().person([{ role: 'admin' }])
    edge = await enrolEdge(centre(), admin)
  })

  const count = async (key: string): Promise<number> => {
    const [row] = await centre().db.across((tx) =>
      tx.query<{ n: number }>(
        `select count(*) as n from reading r join signal s on s.id = r.signal where s.key = $1 and s.municipality = '9999'`,
        [key],
      ),
    )
    return row!.n
  }

  test('a code opens the door once, however it is typed, and no second time', async () => {
    const made = await admin.post('/api/9999/enrolments', { name: 'Pumpstation 4' })
    const { code, expires } = (await made.json()) as { code: string; expires: string }
    expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/)
    expect(Date.parse(expires)).toBeGreaterThan(Date.now())
    const first = await centre().anybody.post('/api/enrol', { code: code.toLowerCase().replaceAll('-', ' ') })
    expect(first.status).toBe(200)
    expect(await first.json()).toMatchObject({ municipality: '9999', name: 'Pumpstation 4' })
    const second = await centre().anybody.post('/api/enrol', { code })
    expect([second.status, ((await second.json()) as { code: string }).code]).toEqual([403, 'enrolment-code'])
  })

  test('somebody who guesses codes is told to wait', async () => {
    const guesser = await centre().person([{ role: 'crew' }])
    const answers: Response[] = []
    for (let i = 0; i < 12; i++) answers.push(await guesser.post('/api/enrol', { code: `AAAA-AAAA-AAA${i}` }))
    expect(answers.slice(0, 10).map((answer) => answer.status)).toEqual(Array(10).fill(403))
    expect(answers.at(-1)!.status).toBe(429)
    expect(Number(answers.at(-1)!.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  test('the database knows keys and codes by their hash only', async () => {
    const rows = await centre().db.across((tx) =>
      tx.query<{ text: string }>(
        `select c::text as text from collector c union all select e::text from enrolment e`,
      ),
    )
    expect(rows.length).toBeGreaterThan(1)
    expect(rows.some(({ text }) => text.includes(edge.key))).toBe(false)
  })

  test('a batch whose answer was lost counts once when it is sent again', async () => {
    const entries = edge.entries([
      { key: 'P-1/power', unit: 'kW', at: secondsAgo(60), value: 9.1 },
      { key: 'P-1/power', unit: 'kW', at: secondsAgo(50), value: 9.2 },
    ])
    const first = await edge.send(entries)
    const again = await edge.send(entries)
    expect([first.status, again.status]).toEqual([200, 200])
    expect(await again.json()).toEqual(await first.json())
    expect(await count('P-1/power')).toBe(2)
    expect(await (await edge.ledger()).json()).toEqual({ epochs: { [edge.epoch]: 2 } })
  })

  test('a batch that overlaps what is known adds only what is new, gzipped or not', async () => {
    const known = edge.entries([{ key: 'P-1/power', unit: 'kW', at: secondsAgo(40), value: 9.3 }])
    await edge.send(known)
    const more = edge.entries([{ key: 'P-1/power', unit: 'kW', at: secondsAgo(30), value: null }])
    const answer = await edge.send([...known, ...more], { gzip: true })
    expect(await answer.json()).toMatchObject({ accepted: 4, durable: 4 })
    expect(await count('P-1/power')).toBe(4)
  })

  test('two deliveries of one batch at the same time count once', async () => {
    const entries = edge.entries([{ key: 'P-1/power', unit: 'kW', at: secondsAgo(20), value: 9.4 }])
    const statuses = await Promise.all([edge.send(entries), edge.send(entries)])
    expect(statuses.map((answer) => answer.status).sort()).toEqual([200, 503])
    expect(statuses.find((answer) => answer.status === 503)!.headers.get('retry-after')).toBe('1')
    expect(await count('P-1/power')).toBe(5)
  })

  test('a batch after a hole is refused with the number that is expected', async () => {
    const [, later] = edge.entries([
      { key: 'P-1/power', unit: 'kW', at: secondsAgo(15), value: 9.5 },
      { key: 'P-1/power', unit: 'kW', at: secondsAgo(10), value: 9.6 },
    ])
    const answer = await edge.send([later!])
    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({ code: 'sequence-gap', context: { expected: 6 } })
  })

  test('a unit that is not the signal’s and a key that nobody knows are kept aside and said', async () => {
    const other = await enrolEdge(centre(), admin)
    const answer = await other.send(
      other.entries([
        { key: 'P-1/power', unit: 'W', at: secondsAgo(5), value: 9_400 },
        { key: 'P-9/power', unit: 'kW', at: secondsAgo(5), value: 1 },
      ]),
    )
    expect(answer.status).toBe(200)
    expect(await count('P-1/power')).toBe(5)
    const collectors = (await (await admin.get('/api/9999/collectors')).json()) as {
      id: string
      unassigned: number
    }[]
    expect(collectors.find((one) => one.id === other.collector)?.unassigned).toBe(2)
  })

  test('what is not a batch is refused with what is wrong with it', async () => {
    const entries = edge.entries([{ key: 'P-1/power', unit: 'kW', at: secondsAgo(1), value: 1 }])
    const answer = await edge.send(entries, { key: 'dbk_another' })
    expect(answer.status).toBe(401)
    const bad = await edge.sendBatch({ epoch: randomUUID(), first: 1, last: 2 })
    expect(bad.status).toBe(400)
    expect(await bad.json()).toMatchObject({ code: 'invalid', context: { in: 'json' } })
    const torn = await centre().app.request(`/api/9999/collectors/${edge.collector}/batches`, {
      method: 'POST',
      body: new Uint8Array([0x1f, 0x8b, 8, 0, 1, 2, 3]),
      headers: { authorization: `Bearer ${edge.key}`, 'content-encoding': 'gzip' },
    })
    expect([torn.status, ((await torn.json()) as { code: string }).code]).toEqual([400, 'malformed'])
  })

  test('a small body that unpacks into a huge one is stopped', async () => {
    const answer = await edge.sendBatch({ epoch: ' '.repeat(30_000_000) }, { gzip: true })
    expect(answer.status).toBe(413)
  })

  test('a key opens its own collector and municipality only', async () => {
    const elsewhere = await centre().app.request(`/api/2580/collectors/${edge.collector}/ledger`, {
      headers: { authorization: `Bearer ${edge.key}` },
    })
    const another = await centre().app.request(`/api/9999/collectors/${randomUUID()}/ledger`, {
      headers: { authorization: `Bearer ${edge.key}` },
    })
    expect([elsewhere.status, another.status]).toEqual([401, 401])
  })
}
