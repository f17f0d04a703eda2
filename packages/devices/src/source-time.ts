import { type Micros, SECOND } from '@driftbild/core'
import { type TimeRegister, wordTypes } from './profile.ts'
import { rawFromWords, rawLimits, wordsFromRaw } from './words.ts'

/** The time a device gave its values; null when it has none yet (0 or all ones). */
export function decodeSourceTime(register: TimeRegister, words: ArrayLike<number>): Micros | null {
  const raw = BigInt(rawFromWords(register.type, register.order, words))
  if (raw === 0n || raw === rawLimits[register.type]![1]) return null
  const at = Number(raw) * perUnit[register.unit]
  return Number.isSafeInteger(at) ? at : null
}

/** What is finer than the register's unit is cut. */
export function encodeSourceTime(register: TimeRegister, at: Micros | null): number[] {
  const raw = at === null ? 0n : BigInt(Math.floor(at / perUnit[register.unit]))
  return wordsFromRaw(register.type, register.order, raw)
}

export const timeWords = (register: TimeRegister): number => wordTypes[register.type]

const perUnit = { s: SECOND, ms: 1000 } as const
