import { createHash, randomBytes, randomInt } from 'node:crypto'

/** A collector's key: 256 random bits. Only its hash is stored, so a copied database opens nothing. */
export const newKey = (): string => `dbk_${randomBytes(32).toString('base64url')}`

/** Letters and digits that a person can't mistake for one another. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** A one-time code that a person types on the edge: 60 random bits in groups of four. */
export function newCode(): string {
  const letters = Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)])
  return [0, 4, 8].map((at) => letters.slice(at, at + 4).join('')).join('-')
}

/** The code as it was meant, however it was typed. */
export const plainCode = (typed: string): string => typed.toUpperCase().replace(/[^0-9A-Z]/g, '')

export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()
