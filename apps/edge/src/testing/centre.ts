import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { Batch, type ClockOffset, type Silence } from '@driftbild/core'

export const KEY = { municipality: '9999', collector: '11111111-1111-4111-8111-111111111111', key: 'secret' }

/** Of the collector that takes the place of a revoked one. */
export const NEW_KEY = {
  municipality: '9999',
  collector: '22222222-2222-4222-8222-222222222222',
  key: 'new-secret',
}

export interface StoredReading {
  epoch: string
  sequence: number
  key: string
  sourceTime: number
  value: number | null
}

export interface TestCentre {
  url: string
  /** Readings in the order in which they were taken in. */
  readings: StoredReading[]
  silences: Silence[]
  clocks: ClockOffset[]
  /** Newest number of each epoch. */
  epochs: Record<string, number>
  /** What happens to the coming requests, one each; then they are served. */
  mishaps: Mishap[]
  requests: string[]
  /** What the centre has against a batch, for good; null for nothing. */
  refuses: (batch: Batch) => string | null
  /** How far behind `accepted` the answer's `durable` stays. */
  notDurable: number
  /** The one-time code that opens the door; it gives a key that is not revoked. */
  code: string | null
  revoked: boolean
  /** Milliseconds that its clock is ahead. */
  ahead: number
  close(): Promise<void>
}

/** The reply gets lost after the batch was taken in; or a plain refusal. */
export type Mishap = 'lose-reply' | { status: number; body?: object; headers?: Record<string, string> }

/** The ledger's side of the centre: each number counts once, holes are refused. */
export async function testCentre(): Promise<TestCentre> {
  const centre: TestCentre = {
    url: '',
    readings: [],
    silences: [],
    clocks: [],
    ahead: 0,
    epochs: {},
    mishaps: [],
    requests: [],
    refuses: () => null,
    notDurable: 0,
    code: null,
    revoked: false,
    close: () => new Promise((resolve) => server.close(() => resolve()) && server.closeAllConnections()),
  }
  const server = createServer((request, response) => {
    serve(centre, request, response).catch((error) => {
      response.writeHead(500).end(JSON.stringify({ code: String(error) }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  centre.url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  return centre
}

async function serve(centre: TestCentre, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const path = `${request.method} ${request.url}`
  centre.requests.push(path)
  const answer = (status: number, body: object, headers: Record<string, string> = {}) =>
    response
      .writeHead(status, {
        'content-type': 'application/json',
        date: new Date(Date.now() + centre.ahead).toUTCString(),
        ...headers,
      })
      .end(JSON.stringify(body))
  if (path === 'POST /api/enrol') {
    const { code } = JSON.parse(Buffer.concat(parts).toString())
    if (code !== centre.code) return void answer(403, { code: 'enrolment-code' })
    centre.code = null
    const key = centre.revoked ? NEW_KEY : KEY
    return void answer(200, { ...key, name: 'test' })
  }
  if (request.headers.authorization !== `Bearer ${(centre.revoked ? NEW_KEY : KEY).key}`)
    return void answer(401, { code: 'collector-key' })
  const mishap = centre.mishaps.shift()
  if (mishap && mishap !== 'lose-reply') return void answer(mishap.status, mishap.body ?? {}, mishap.headers)
  if (path.endsWith('/ledger')) return void answer(200, { epochs: centre.epochs })
  const batch = Batch.parse(JSON.parse(gunzipSync(Buffer.concat(parts)).toString()))
  const known = centre.epochs[batch.epoch] ?? 0
  const problem = centre.refuses(batch)
  if (problem) {
    const issues = [{ path: 'readings', rule: 'custom', message: problem }]
    return void answer(400, { code: 'invalid', context: { in: 'json', issues } })
  }
  if (batch.first > known + 1)
    return void answer(409, { code: 'sequence-gap', context: { expected: known + 1 } })
  takeIn(centre, batch, known)
  if (mishap === 'lose-reply') return void response.destroy()
  const accepted = Math.max(known, batch.last)
  answer(200, { epoch: batch.epoch, accepted, durable: Math.max(known, accepted - centre.notDurable) })
}

function takeIn(centre: TestCentre, batch: Batch, known: number): void {
  const { readings } = batch
  for (const [i, sequence] of readings.sequence.entries()) {
    if (sequence <= known) continue
    centre.readings.push({
      epoch: batch.epoch,
      sequence,
      key: batch.signals[readings.signal[i]!]!.key,
      sourceTime: readings.sourceTime[i]!,
      value: readings.value[i]!,
    })
  }
  for (const { sequence, ...silence } of batch.silences) if (sequence > known) centre.silences.push(silence)
  for (const { sequence, ...clock } of batch.clocks) if (sequence > known) centre.clocks.push(clock)
  centre.epochs[batch.epoch] = Math.max(known, batch.last)
}
