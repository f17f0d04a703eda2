/** A number as people type it in either language: spaces between thousands, a comma or a point. Null is none. */
export function readNumber(text: string): number | null {
  const plain = text.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.')
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : null
}

/** The same of one that may lie below zero. */
export function readSigned(text: string): number | null {
  const plain = text.trim().replace('−', '-')
  const value = readNumber(plain.replace(/^-/, ''))
  return value === null || !plain.startsWith('-') ? value : -value
}
