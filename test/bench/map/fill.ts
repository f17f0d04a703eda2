import { randomUUID } from 'node:crypto'
import { BATCH_LIMIT, fromMillis, type OutboxEntry, packBatch } from '@driftbild/core'
import { type Database, importCollector, ingest, putBaseMap } from '@driftbild/store'
import type { GeneratedMunicipality } from './municipality.ts'

/** Puts in the base map and one reading of nearly every signal; some bins are full, some signals never reported. */
export async function fill(db: Database, { register, base }: GeneratedMunicipality): Promise<void> {
  const municipality = register.municipality.code
  const at = fromMillis(Date.now())
  const collector = await db.transaction({ municipality, role: 'api' }, async (tx) => {
    await putBaseMap(tx, base)
    return importCollector(tx, { name: 'bench', hash: `bench ${randomUUID()}`, at })
  })
  const reporting = register.signals.filter((_, i) => i % 97 !== 0)
  const entries = reporting.map(({ key, role, unit }, i): OutboxEntry => {
    const value = role === 'flow' ? 12 : role === 'lamp-on' ? 1 : i % 23 === 0 ? 0.96 : ((i * 37) % 80) / 100
    const status = i % 131 === 0 ? 0x808a_0000 : 0
    const reading = {
      sourceTime: at,
      serverTime: null,
      receivedTime: at,
      status,
      clock: 'device',
      value,
    } as const
    return { kind: 'reading', sequence: i + 1, key, unit, reading }
  })
  const epoch = randomUUID()
  for (let i = 0; i < entries.length; i += BATCH_LIMIT) {
    const batch = packBatch(epoch, entries.slice(i, i + BATCH_LIMIT))
    await ingest(db, { municipality, collector, batch, arrivedAt: at })
  }
}
