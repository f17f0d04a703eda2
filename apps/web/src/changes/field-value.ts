import type { FieldKind } from '@driftbild/core'

/** What a person typed, as the register keeps it: nothing is null, and what is no number stays text, for its problem. */
export function fieldValue(text: string, kind: FieldKind): unknown {
  const trimmed = text.trim()
  if (trimmed === '') return null
  if (kind.type === 'flag') return trimmed === 'true'
  if (kind.type !== 'number') return trimmed
  const number = Number(trimmed.replaceAll(/\s/g, '').replace(',', '.'))
  return Number.isNaN(number) ? trimmed : number
}

export const fieldInputText = (value: unknown, locale: 'sv' | 'en'): string => {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'number') return String(value)
  return locale === 'sv' ? String(value).replace('.', ',') : String(value)
}
