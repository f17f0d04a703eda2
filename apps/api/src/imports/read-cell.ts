import {
  type AssetClass,
  type AssetField,
  attributeOf,
  attributeUnit,
  fieldKind,
  type RowProblem,
  unitFactor,
} from '@driftbild/core'
import type { ImportMapping } from '../contract/index.ts'

type MappedField = ImportMapping['fields'][number]
type Cell = string | number | boolean | null

const yes = new Set(['1', 'ja', 'j', 'yes', 'y', 'true', 'sant', 'öppen', 'open'])
const no = new Set(['0', 'nej', 'n', 'no', 'false', 'falskt', 'stängd', 'closed'])

/** A file's cell as the register has it: in our words, our unit, our kind. Undefined where the file says nothing. */
export function readCell(
  cell: Cell | undefined,
  { field, column, unit, values }: MappedField,
  of: AssetClass,
): { value: unknown } | { problem: RowProblem } | undefined {
  const kind = fieldKind(of, field)
  // A column for other classes of the same file.
  if (!kind || cell === null || cell === undefined || String(cell).trim() === '') return undefined
  const problem = (code: RowProblem['code'], context: RowProblem['context'] = {}) => ({
    problem: { field, code, context: { value: cell, column, ...context } },
  })
  const text = String(cell).trim()
  if (kind.type === 'number') {
    const number = typeof cell === 'number' ? cell : numberIn(text)
    if (number === null) return problem('not-a-number')
    return { value: inOurUnit(number, { of, field, unit }) }
  }
  if (kind.type === 'flag') {
    const known = text.toLocaleLowerCase('sv')
    if (yes.has(known)) return { value: true }
    return no.has(known) ? { value: false } : problem('not-a-flag')
  }
  if (kind.type === 'choice') {
    const choice = values[text] ?? text
    return kind.choices.includes(choice)
      ? { value: choice }
      : problem('not-a-choice', { choices: kind.choices })
  }
  return { value: text }
}

/** 1 234,5 and 1234.5; both are how people here write it. */
export function numberIn(text: string): number | null {
  const plain = text.replaceAll(/\s/g, '').replace(',', '.')
  return /^[-+]?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : null
}

function inOurUnit(
  number: number,
  { of, field, unit }: { of: AssetClass; field: AssetField; unit: string | null },
): number {
  const name = attributeOf(field)
  const ours = name === null ? undefined : attributeUnit(of, name)
  const factor = ours && unit ? unitFactor(ours, unit) : null
  return factor === null || factor === 1 ? number : Number((number * factor).toPrecision(12))
}
