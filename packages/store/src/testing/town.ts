import { randomUUID } from 'node:crypto'
import {
  type AlarmRule,
  type Batch,
  type Kommunkod,
  type Micros,
  type OutboxEntry,
  packBatch,
  parseTime,
  type Reading,
  Register,
  type Silence,
} from '@driftbild/core'
import { createEnrolment, type Database, ingest, putRegister, redeemEnrolment, type Tx } from '../index.ts'

export const at = (text: string): Micros => parseTime(text)
export const NOON = at('2026-05-04T12:00:00Z')

export const asApi = <T>(db: Database, municipality: Kommunkod, fn: (tx: Tx) => Promise<T>): Promise<T> =>
  db.transaction({ municipality, role: 'api' }, fn)

/** A municipality with pressure sensors P1, P2 …, each with one signal P1/pressure in bar, every 10 s. */
export const smallRegister = (code: Kommunkod, sensors = 2, alarmRules: AlarmRule[] = []): Register =>
  Register.parse({
    municipality: { code, name: `Test ${code}`, zone: 'Europe/Stockholm', simulated: true },
    sites: [{ tag: 'VV1', name: 'Waterworks', geometry: { type: 'Point', coordinates: [21.7, 65.8] } }],
    zones: [
      { tag: 'DMA1', name: 'North', service: 'water', geometry: null, inflow: ['P1/pressure'], outflow: [] },
    ],
    assets: Array.from({ length: sensors }, (_, i) => ({
      tag: `P${i + 1}`,
      class: 'pressure-sensor',
      name: `Sensor ${i + 1}`,
      site: i === 0 ? 'VV1' : null,
      zone: 'DMA1',
      geometry: { type: 'Point', coordinates: [21.7 + i / 1000, 65.8] },
      surveyed: i === 0 ? { crs: 3006, coordinates: [812345.12, 7312345.34], height: 12.5 } : null,
      builtYear: 2001,
      expectedLife: null,
      visibility: 'staff',
      attributes: { elevation: 12 },
    })),
    items: [{ make: 'Generic', model: 'P', serial: '1', profile: null, batch: null }],
    installations: [
      { asset: 'P1', make: 'Generic', serial: '1', from: at('2020-01-01T00:00:00Z'), to: null },
    ],
    relations: sensors > 1 ? [{ from: 'P1', to: 'P2', type: 'upstream-of' }] : [],
    signals: Array.from({ length: sensors }, (_, i) => ({
      key: `P${i + 1}/pressure`,
      asset: `P${i + 1}`,
      role: 'pressure',
      unit: 'bar',
      kind: { type: 'measure' },
      reporting: { type: 'every', seconds: 10 },
      range: [0, 16],
    })),
    alarmRules,
  })

export const aReading = (sourceTime: Micros, value: number, more: Partial<Reading> = {}): Reading =>
  ({
    sourceTime,
    serverTime: null,
    receivedTime: sourceTime + 1,
    status: 0,
    clock: 'device',
    value,
    ...more,
  }) as Reading

export const withoutValue = (sourceTime: Micros, more: Partial<Reading> = {}): Reading =>
  ({
    sourceTime,
    serverTime: null,
    receivedTime: sourceTime + 1,
    status: 0x809b0000,
    clock: 'device',
    reason: 'missing-in-source',
    ...more,
  }) as Reading

export interface TestCollector {
  collector: string
  epoch: string
  /** Numbers what is handed in and gives it as a batch; nothing is sent. */
  pack(entries: readonly (readonly [key: string, reading: Reading, unit?: string] | Silence)[]): Batch
  send(batch: Batch, arrivedAt?: Micros): ReturnType<typeof ingest>
}

/** A municipality with a register, and one enrolled collector with an outbox. */
export async function startTown(db: Database, municipality: Kommunkod, sensors = 2): Promise<TestCollector> {
  await asApi(db, municipality, (tx) => putRegister(tx, smallRegister(municipality, sensors)))
  return enrolledCollector(db, municipality)
}

export async function enrolledCollector(db: Database, municipality: Kommunkod): Promise<TestCollector> {
  const codeHash = hash()
  await asApi(db, municipality, (tx) =>
    createEnrolment(tx, { name: 'edge', codeHash, at: NOON, expires: NOON + 3_600_000_000 }),
  )
  const redeemed = await redeemEnrolment(db, { codeHash, keyHash: hash(), at: NOON })
  const { collector } = redeemed!
  const epoch = randomUUID()
  let sequence = 0
  return {
    collector,
    epoch,
    pack: (entries) =>
      packBatch(
        epoch,
        entries.map((entry): OutboxEntry => {
          sequence++
          if (!Array.isArray(entry)) return { kind: 'silence', sequence, silence: entry as Silence }
          const [key, reading, unit = 'bar'] = entry as [string, Reading, string?]
          return { kind: 'reading', sequence, key, unit, reading }
        }),
      ),
    send: (batch, arrivedAt = NOON) => ingest(db, { municipality, collector, batch, arrivedAt }),
  }
}

export const hash = (): Buffer => Buffer.from((randomUUID() + randomUUID()).replaceAll('-', ''), 'hex')
