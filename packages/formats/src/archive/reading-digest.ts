import { createHash } from 'node:crypto'
import { reasons } from '@driftbild/core'
import type { ArchivedReading } from './reading-columns.ts'

export interface ReadingDigest {
  add(row: ArchivedReading): void
  /** SHA-256, in hexadecimal. */
  finish(): string
}

/**
 * One number for a sequence of readings, of every bit of them and not of how a file lays them out: what was
 * written and what is read back have the same one, or aren't the same.
 */
export function createReadingDigest(): ReadingDigest {
  const hash = createHash('sha256')
  const bytes = Buffer.alloc(46)
  return {
    add({ key, unit, epoch, sequence, reading }) {
      bytes.writeDoubleLE(reading.sourceTime, 0)
      bytes.writeDoubleLE(reading.serverTime ?? Number.NaN, 8)
      bytes.writeDoubleLE(reading.receivedTime, 16)
      bytes.writeDoubleLE(sequence, 24)
      bytes.writeDoubleLE('value' in reading ? reading.value : Number.NaN, 32)
      bytes.writeInt8('reason' in reading ? reasons.indexOf(reading.reason) : -1, 40)
      bytes.writeUInt32LE(reading.status, 41)
      bytes.writeUInt8(reading.clock === 'collector' ? 1 : 0, 45)
      hash.update(bytes).update(`${key}\n${unit}\n${epoch}\n`)
    },
    finish: () => hash.digest('hex'),
  }
}
