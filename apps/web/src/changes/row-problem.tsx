import type { AssetClass, RowProblem } from '@driftbild/core'
import { useZoneName } from '../data/zones.ts'
import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'
import { fieldText, fieldTitle } from './field-words.ts'

/** What is wrong with one field of one row, and what to do about it. */
export function RowProblemText({ problem, of }: { problem: RowProblem; of: AssetClass | null }) {
  const { t, f, find } = useWords()
  const { code } = useHere()
  const zoneName = useZoneName(code)
  const { field, context } = problem
  const words = { t, find }
  const shown = (value: unknown): string => {
    if (value === undefined) return ''
    if (Array.isArray(value)) return value.map(shown).join(', ')
    if (field === null || field === 'tag' || field === 'class') return String(value)
    return fieldText(field, value, { of, words, f, zoneName })
  }
  const values = Object.fromEntries(
    ['value', 'found', 'wanted', 'choices', 'least', 'most', 'column', 'row', 'kilometres'].map((name) => [
      name,
      ['least', 'most', 'kilometres', 'row', 'column'].includes(name)
        ? String(context[name] ?? '')
        : shown(context[name]),
    ]),
  )
  return (
    <>
      {field !== null && <strong>{fieldTitle(field, words)}: </strong>}
      {t(`row-problem.${problem.code}`, values)}
    </>
  )
}
