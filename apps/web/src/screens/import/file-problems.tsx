import { problemOf } from '../../data/http.ts'
import { useWords } from '../../i18n/words.tsx'

interface FileProblem {
  line: number
  part: string
  code: string
  what: string
}

/** What must be put right in a file, line by line, where its format says so much. */
export function FileProblems({ error }: { error: unknown }) {
  const { t, find } = useWords()
  const { context } = problemOf(error)
  const problems = (context?.problems ?? []) as readonly FileProblem[]
  const count = Number(context?.count ?? 0)
  if (problems.length === 0) return null
  return (
    <>
      <h3>{t('import.problems', { count })}</h3>
      <ul className="shut-list">
        {problems.map(({ line, part, code, what }) => (
          <li key={`${line} ${code} ${what}`}>
            <strong>{t('import.line', { line: String(line), part })}</strong>{' '}
            {find(`file-problem.${code}`, { what }) ?? `${code}: ${what}`}
          </li>
        ))}
      </ul>
      {count > problems.length && (
        <p className="quiet">{t('import.more-problems', { count: count - problems.length })}</p>
      )}
    </>
  )
}
