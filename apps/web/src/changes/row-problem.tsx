import type { AssetClass, RowProblem } from '@driftbild/core'
import { rowProblemWords } from '@driftbild/words'
import { useZoneName } from '../data/zones.ts'
import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'

/** What is wrong with one field of one row, and what to do about it. */
export function RowProblemText({ problem, of }: { problem: RowProblem; of: AssetClass | null }) {
  const { t, f, find } = useWords()
  const { code } = useHere()
  const zoneName = useZoneName(code)
  const { title, text } = rowProblemWords(problem, { of, words: { t, find }, f, zoneName })
  return (
    <>
      {title !== null && <strong>{title}: </strong>}
      {text}
    </>
  )
}
