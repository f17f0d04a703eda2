import { createHash, randomUUID } from 'node:crypto'
import type { Document } from '@driftbild/core'
import { putDocument } from '@driftbild/store'
import { beforeAll, expect, test } from 'vitest'
import type { DocumentView, FieldDay, WorkOrderView } from '../contract/index.ts'
import { gather } from '../faults/gather.ts'
import type { Browser, TestCentre } from './centre.ts'
import { secondsAgo } from './edge.ts'

const hashOf = (content: Buffer) => createHash('sha256').update(content).digest('hex')

export function fieldSuite(centre: () => TestCentre): void {
  let engineer: Browser
  let crew: Browser
  let order: WorkOrderView
  const TEAM = 'Fältlaget'

  const json = async <T>(answer: Response | Promise<Response>): Promise<T> =>
    (await (await answer).json()) as T
  const commands = (of: WorkOrderView, ...wishes: readonly [field: string, value: unknown][]) => ({
    commands: wishes.map(([field, value]) => ({
      ...{ id: randomUUID(), baseRevision: of.revision, field, value, at: Date.now() * 1000 },
    })),
  })
  const change = (who: Browser, ...wishes: readonly [field: string, value: unknown][]) =>
    who.post(`/api/9999/work-orders/${order.id}/commands`, commands(order, ...wishes))
  const dayOf = (name: string) =>
    json<FieldDay>(crew.get(`/api/9999/field-day?crew=${encodeURIComponent(name)}`))

  beforeAll(async () => {
    engineer = await centre().person([{ role: 'engineer' }])
    crew = await centre().person([{ role: 'crew' }])
    const fault = await centre().db.transaction({ municipality: '9999', role: 'api' }, (tx) =>
      gather(tx, {
        ...{ id: randomUUID(), source: 'report', zone: null, mode: 'gear-failure', at: secondsAgo(60) },
        subject: { type: 'asset', tag: 'L-2' },
      }),
    )
    order = await json(engineer.post('/api/9999/work-orders', { fault }))
    await change(engineer, ['state', 'approved'], ['assignee', TEAM], ['state', 'assigned'])
  })

  test('a crew’s day is one answer: its orders, what must be known of their assets, and the centre’s clock', async () => {
    const day = await dayOf(TEAM)
    expect(day.visits.map((visit) => visit.order.id)).toEqual([order.id])
    expect(day.visits[0]!.asset).toMatchObject({ tag: 'L-2', class: 'luminaire', signals: expect.any(Array) })
    expect(day.crews).toContain(TEAM)
    expect(Math.abs(day.now - Date.now() * 1000)).toBeLessThan(60_000_000)
    expect((await dayOf('Inget lag')).visits).toEqual([])
  })

  test('a crew puts its own work aside, and can’t give itself what is only approved', async () => {
    expect((await change(crew, ['state', 'in-progress'])).status).toBe(200)
    expect(await json(change(crew, ['state', 'assigned']))).toMatchObject({ state: 'assigned' })
    await change(engineer, ['state', 'approved'])
    const slipped = await change(crew, ['state', 'in-progress'], ['state', 'assigned'])
    expect(slipped.status).toBe(403)
    await change(engineer, ['state', 'assigned'])
  })

  test('a stop is left out with a reason that stays, and a known command counts no second time', async () => {
    const { day } = await dayOf(TEAM)
    const at = Date.now() * 1000
    const skip = {
      id: randomUUID(),
      at,
      type: 'skip',
      asset: 'L-2',
      order: order.id,
      reason: 'Avspärrad gata',
    }
    const stops = ['L-3', 'L-2'].map((asset) => ({ asset, order: null }))
    const send = (...list: unknown[]) =>
      crew.post(`/api/9999/rounds/${day}/commands`, { name: TEAM, commands: list })
    await send(skip)
    await send({ id: randomUUID(), at, type: 'reorder', stops })
    await send({ id: randomUUID(), at, type: 'take-up', asset: 'L-2', order: order.id })
    expect((await send(skip)).status).toBe(200)
    const after = (await dayOf(TEAM)).stops
    expect(after.map((stop) => [stop.asset, stop.skipped])).toEqual([
      ['L-3', null],
      ['L-2', null],
    ])
    const kept = await centre().db.across((tx) =>
      tx.query<{ reason: string }>(`select command ->> 'reason' as reason from round_command where id = $1`, [
        skip.id,
      ]),
    )
    expect(kept).toEqual([{ reason: 'Avspärrad gata' }])
    expect((await send({ ...skip, id: randomUUID(), asset: 'nowhere' })).status).toBe(404)
  })

  test('what was ended today stays in the day, after what is still to be done', async () => {
    const outcome = { found: true, cause: 'Sprucket', action: 'Bytt', asset: 'L-2' }
    expect((await change(crew, ['outcome', outcome], ['state', 'done'])).status).toBe(200)
    const states = async () => (await dayOf(TEAM)).visits.map((visit) => visit.order.state)
    expect(await states()).toEqual(['done'])
    expect((await change(crew, ['state', 'in-progress'])).status).toBe(200)
    expect(await states()).toEqual(['in-progress'])
    expect((await change(crew, ['state', 'assigned'])).status).toBe(200)
  })

  test('a driver’s round comes with its places, and what the driver may not see is not in it', async () => {
    const { day } = await dayOf('Kärlrunda')
    const path = `/api/9999/rounds/${day}/commands`
    const send = (who: Browser, command: object) =>
      who.post(path, {
        name: 'Kärlrunda',
        commands: [{ id: randomUUID(), at: Date.now() * 1000, ...command }],
      })
    const stops = ['L-3', 'W-1', 'L-4'].map((asset) => ({ asset, order: null }))
    expect((await send(engineer, { type: 'reorder', stops })).status).toBe(200)
    expect((await send(crew, { type: 'visit', asset: 'L-4', order: null })).status).toBe(200)
    const seen = await dayOf('Kärlrunda')
    expect(seen.crews).toContain('Kärlrunda')
    expect(seen.places.map(({ tag }) => tag)).toEqual(['L-3', 'L-4'])
    expect(seen.stops.map(({ asset, visitedAt }) => [asset, visitedAt !== null])).toEqual([
      ['L-3', false],
      ['L-4', true],
    ])
  })

  test('a report opens a fault, once, and says what was seen', async () => {
    const report = {
      id: randomUUID(),
      asset: 'P-1',
      mode: 'pump-overheated',
      text: 'Varm och luktar',
      at: secondsAgo(5),
    }
    const send = () => crew.post('/api/9999/fault-reports', report)
    const first = await json<{ fault: string }>(send())
    expect(await json(send())).toEqual(first)
    const fault = await json<{ evidence: { source: string; id: string }[] }>(
      engineer.get(`/api/9999/faults/${first.fault}`),
    )
    expect(fault.evidence.filter(({ id }) => id === report.id)).toHaveLength(1)
    expect(await json(engineer.get(`/api/9999/fault-reports/${report.id}`))).toEqual({
      asset: 'P-1',
      text: 'Varm och luktar',
    })
    expect((await crew.post('/api/9999/fault-reports', { ...report, asset: 'nowhere' })).status).toBe(404)
  })

  const sendPiece = (content: Buffer, from = 0, to = content.length) =>
    Promise.resolve(
      centre().app.request(
        `http://localhost/api/9999/blobs/${hashOf(content)}?from=${from}&total=${content.length}`,
        {
          method: 'POST',
          body: new Uint8Array(content.subarray(from, to)),
          headers: {
            cookie: crew.cookie,
            origin: 'http://localhost',
            'content-type': 'application/octet-stream',
          },
        },
      ),
    )
  const fileOf = (content: Buffer, part: Record<string, unknown> = {}) => ({
    ...{ id: randomUUID(), kind: 'photo', name: 'lock.jpg', hash: hashOf(content), mediaType: 'image/jpeg' },
    ...{ asset: 'L-2', order: order.id, madeAt: secondsAgo(9), ...part },
  })
  const note = (file: unknown) => crew.post('/api/9999/documents', file)

  test('a photo comes in pieces, goes on where it stopped, and is then a document of asset and order, once', async () => {
    const content = Buffer.from('låtsas att det här är en bild av en armatur')
    const half = Math.floor(content.length / 2)
    const photo = fileOf(content)
    await sendPiece(content, 0, half)
    const early = await note(photo)
    expect([early.status, (await json<{ code: string }>(early)).code]).toEqual([409, 'content-missing'])
    const path = `/api/9999/blobs/${photo.hash}`
    expect(await json(crew.get(path))).toEqual({ received: half, complete: false })
    const whole = { received: content.length, complete: true }
    expect(await json(sendPiece(content, half))).toEqual(whole)
    const noted = await json<DocumentView>(note(photo))
    expect(await json(note(photo))).toEqual(noted)
    for (const path of [`work-orders/${order.id}`, 'assets/L-2'])
      expect(await json(engineer.get(`/api/9999/${path}/documents`)), path).toEqual([noted])
    expect((await dayOf(TEAM)).visits[0]!.documents).toEqual([noted])
    const file = await engineer.get(`/api/9999/documents/${noted.id}/content`)
    expect(file.headers.get('content-type')).toBe('image/jpeg')
    expect(Buffer.from(await file.arrayBuffer())).toEqual(content)
  })

  test('a voice note is played in stretches, a signature is called after its signer, and each is what it says', async () => {
    const sound = Buffer.from('låtsas att någon talar')
    const drawing = Buffer.from('låtsas att någon skriver sitt namn')
    await Promise.all([sendPiece(sound), sendPiece(drawing)])
    const voice = { kind: 'voice', name: 'L-2.webm', mediaType: 'audio/webm' }
    const spoken = await json<DocumentView>(note(fileOf(sound, voice)))
    const signed = await json<DocumentView>(
      note(fileOf(drawing, { kind: 'signature', name: 'Kim Ek', mediaType: 'image/png' })),
    )
    expect(signed).toMatchObject({ kind: 'signature', name: 'Kim Ek', addedBy: crew.id })
    const part = await engineer.get(`/api/9999/documents/${spoken.id}/content`, { range: 'bytes=4-7' })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 4-7/${sound.length}`])
    expect(Buffer.from(await part.arrayBuffer())).toEqual(sound.subarray(4, 8))
    const beyond = await engineer.get(`/api/9999/documents/${spoken.id}/content`, { range: 'bytes=999-' })
    expect(beyond.status).toBe(416)
    const mixed = await note(fileOf(sound, { kind: 'signature', mediaType: 'audio/webm' }))
    expect([mixed.status, (await json<{ code: string }>(mixed)).code]).toEqual([400, 'invalid'])
  })

  test('a document’s file is for those who see what it is about, and not for those it is kept from', async () => {
    const content = Buffer.from('en ritning')
    await sendPiece(content)
    const about = async (assets: string[], visibility: 'staff' | 'restricted') => {
      const document: Document = {
        ...{ id: randomUUID(), name: 'plan.pdf', kind: 'drawing', mediaType: 'application/pdf' },
        ...{ bytes: content.length, hash: hashOf(content), madeAt: null, addedAt: secondsAgo(1) },
        ...{ addedBy: 'u1', visibility, assets },
      }
      await centre().db.transaction({ municipality: '9999', role: 'api' }, (tx) => putDocument(tx, document))
      return `/api/9999/documents/${document.id}/content`
    }
    const statuses = async (path: string, ...browsers: Browser[]) =>
      Promise.all(browsers.map(async (one) => (await one.get(path)).status))
    const lighting = await centre().person([{ role: 'crew', service: 'lighting' }])
    const elsewhere = await centre().person([{ role: 'engineer', municipality: '2580' }])
    const lamp = await about(['L-2'], 'staff')
    expect(await statuses(lamp, engineer, crew, lighting, elsewhere, centre().anybody)).toEqual([
      200, 200, 200, 404, 401,
    ])
    expect(await statuses(await about(['P-1'], 'staff'), crew, lighting)).toEqual([200, 404])
    expect(await statuses(await about(['L-2'], 'restricted'), engineer, crew)).toEqual([200, 404])
    expect(await statuses(await about(['W-1'], 'staff'), engineer, crew)).toEqual([200, 404])
    expect((await engineer.get(lamp)).headers.get('content-disposition')).toBe('attachment')
  })

  test('a file that is not what it is called is told so', async () => {
    const answer = await centre().app.request(
      `http://localhost/api/9999/blobs/${'a'.repeat(64)}?from=0&total=3`,
      {
        method: 'POST',
        body: new Uint8Array(3),
        headers: { cookie: crew.cookie, origin: 'http://localhost' },
      },
    )
    expect([answer.status, (await json<{ code: string }>(answer)).code]).toEqual([422, 'content-differs'])
  })
}
