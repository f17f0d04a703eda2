import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import {
  type Batch,
  fromMillis,
  type OutboxEntry,
  packBatch,
  type Reading,
  type Silence,
  statusCodes,
} from '@driftbild/core'
import type { Browser, TestCentre } from './centre.ts'

/** A collector as the centre sees one: it has a key, numbers what it reads, and sends it. */
export interface TestEdge {
  collector: string
  key: string
  epoch: string
  /** Numbers entries on; they are sent by `send`. */
  entries(items: readonly (Entry | Silence)[]): OutboxEntry[]
  send(entries: readonly OutboxEntry[], change?: { gzip?: boolean; key?: string }): Promise<Response>
  sendBatch(batch: unknown, change?: { gzip?: boolean; key?: string }): Promise<Response>
  ledger(): Promise<Response>
}

export interface Entry {
  key: string
  unit: string
  at: number
  value: number | null
}

/** Whole seconds before now, so that what is sent is live. */
export const secondsAgo = (seconds: number): number =>
  fromMillis(Math.floor(Date.now() / 1000 - seconds) * 1000)

export async function enrolEdge(centre: TestCentre, admin: Browser): Promise<TestEdge> {
  const made = await admin.post('/api/9999/enrolments', { name: 'Vattenverket' })
  const { code } = (await made.json()) as { code: string }
  const enrolled = await admin.post('/api/enrol', { code }, { cookie: '', origin: 'http://localhost' })
  const { collector, key } = (await enrolled.json()) as { collector: string; key: string }
  const epoch = randomUUID()
  const path = `/api/9999/collectors/${collector}`
  let next = 1

  const sendBatch: TestEdge['sendBatch'] = (batch, { gzip = false, key: other = key } = {}) => {
    const text = JSON.stringify(batch)
    return Promise.resolve(
      centre.app.request(`${path}/batches`, {
        method: 'POST',
        body: gzip ? new Uint8Array(gzipSync(text)) : text,
        headers: {
          authorization: `Bearer ${other}`,
          'content-type': 'application/json',
          ...(gzip && { 'content-encoding': 'gzip' }),
        },
      }),
    )
  }
  return {
    collector,
    key,
    epoch,
    entries: (items) =>
      items.map((item): OutboxEntry => {
        const sequence = next++
        if ('signals' in item) return { kind: 'silence', sequence, silence: item }
        return { kind: 'reading', sequence, key: item.key, unit: item.unit, reading: toReading(item) }
      }),
    send: (entries, change) => sendBatch(packBatch(epoch, entries) satisfies Batch, change),
    sendBatch,
    ledger: () =>
      Promise.resolve(centre.app.request(`${path}/ledger`, { headers: { authorization: `Bearer ${key}` } })),
  }
}

function toReading({ at, value }: Entry): Reading {
  const common = { sourceTime: at, serverTime: at, receivedTime: at + 1_500, clock: 'device' as const }
  return value === null
    ? { ...common, status: statusCodes.BadNoData, reason: 'missing-in-source' }
    : { ...common, status: statusCodes.Good, value }
}
