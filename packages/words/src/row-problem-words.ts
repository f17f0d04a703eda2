import type { AssetClass, RowProblem } from '@driftbild/core'
import { fieldText, fieldTitle } from './field-words.ts'
import type { Format } from './format.ts'
import type { Words } from './translate.ts'

interface RowProblemParts {
  of: AssetClass | null
  words: Words
  f: Format
  zoneName: (tag: string) => string
}

/** Values that the field holds, and those that tell of the file or of a limit. */
const held = ['value', 'found', 'wanted', 'choices'] as const
const plain = ['least', 'most', 'column', 'row', 'kilometres'] as const

/** Which field it is about, and what is wrong with it and what to do about it. */
export function rowProblemWords(
  { field, code, context }: RowProblem,
  parts: RowProblemParts,
): { title: string | null; text: string } {
  const { t, find } = parts.words
  const shown = (value: unknown): string => {
    if (value === undefined) return ''
    if (Array.isArray(value)) return value.map(shown).join(', ')
    if (field === 'class') return find(`class.${String(value)}`) ?? String(value)
    return field === null || field === 'tag' ? String(value) : fieldText(field, value, parts)
  }
  const values = Object.fromEntries([
    ...held.map((name) => [name, shown(context[name])]),
    ...plain.map((name) => [name, String(context[name] ?? '')]),
  ])
  return {
    title: field === null ? null : fieldTitle(field, parts.words),
    text: t(`row-problem.${code}`, values),
  }
}
