import { createHash } from 'node:crypto'
import type { Micros } from '@driftbild/core'

/**
 * A checksum over (signal, source time, bits of the value) that does not ask for an order: the sum of each cell's
 * own hash. A cell that is there twice, or in another hour, makes another sum.
 */
export interface CellSum {
  count: number
  missing: number
  add(key: string, time: Micros, value: number | null): void
  digest(): string
}

const MODULUS = 2n ** 128n

export function createCellSum(): CellSum {
  const bits = new DataView(new ArrayBuffer(8))
  let sum = 0n
  return {
    count: 0,
    missing: 0,
    add(key, time, value) {
      this.count++
      if (value === null) this.missing++
      else bits.setFloat64(0, value)
      const text = value === null ? 'missing' : bits.getBigUint64(0).toString(16)
      const hash = createHash('sha256').update(`${key}\t${time}\t${text}`).digest('hex')
      sum = (sum + BigInt(`0x${hash.slice(0, 32)}`)) % MODULUS
    },
    digest: () => sum.toString(16).padStart(32, '0'),
  }
}
