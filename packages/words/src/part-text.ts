import type { OrderPart } from '@driftbild/core'
import type { Format } from './format.ts'

/** A part in one line: 2 × Muff 110. */
export function partText({ quantity, text, article }: OrderPart, f: Format): string {
  const counted = quantity === null ? text : `${f.number(quantity, 2)} × ${text}`
  return article === null ? counted : `${counted} (${article})`
}
