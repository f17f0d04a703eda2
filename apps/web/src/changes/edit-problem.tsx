import { type FieldConflict, type RowProblem, withValues } from '@driftbild/core'
import { fieldText, fieldTitle } from '@driftbild/words'
import type { AssetPage } from '../data/assets.ts'
import { problemOf } from '../data/http.ts'
import { useZoneName } from '../data/zones.ts'
import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'
import { Button } from '../ui/button.tsx'
import { ProblemWords } from '../ui/loaded.tsx'
import { RowProblemText } from './row-problem.tsx'

interface EditProblemProps {
  error: unknown
  of: AssetPage
  /** The next save is made knowing what somebody else wrote. */
  onTakeOver: (from: AssetPage) => void
  /** One's own is let go of. */
  onTheirs?: () => void
}

/** What is wrong field by field; of what somebody else changed meanwhile, both values. */
export function EditProblem({ error, of, onTakeOver, onTheirs }: EditProblemProps) {
  const { t, f, find } = useWords()
  const { code } = useHere()
  const zoneName = useZoneName(code)
  const problem = problemOf(error)
  if (problem.code === 'asset-invalid') {
    return (
      <ul className="row-problems inline-problem" role="alert">
        {(problem.context.problems as RowProblem[]).map((one, i) => (
          <li key={i}>
            <RowProblemText problem={one} of={of.class} />
          </li>
        ))}
      </ul>
    )
  }
  if (problem.code !== 'edited-meanwhile') {
    return (
      <p className="inline-problem" role="alert">
        <ProblemWords error={error} />
      </p>
    )
  }
  const conflicts = conflictsOf(error)
  const parts = { of: of.class, words: { t, find }, f, zoneName }
  return (
    <div className="inline-problem" role="alert">
      <p>{t('problem.edited-meanwhile')}</p>
      <ul>
        {conflicts.map(({ field, found, wanted }) => (
          <li key={field}>
            {t('edit.both', {
              field: fieldTitle(field, { t, find }),
              found: fieldText(field, found, parts),
              wanted: fieldText(field, wanted, parts),
            })}
          </li>
        ))}
      </ul>
      <div className="form-actions">
        <Button onPress={() => onTakeOver(withFound(of, conflicts))}>{t('edit.mine-anyway')}</Button>
        {onTheirs && <Button onPress={onTheirs}>{t('edit.theirs')}</Button>}
      </div>
    </div>
  )
}

/** What somebody else wrote since the edit began; nothing where that isn't what is wrong. */
export function conflictsOf(error: unknown): FieldConflict[] {
  if (!error) return []
  const { code, context } = problemOf(error)
  return code === 'edited-meanwhile' ? (context.fields as FieldConflict[]) : []
}

/** The asset as it stands now, so that the next save is made knowing it. */
const withFound = (asset: AssetPage, conflicts: readonly FieldConflict[]): AssetPage => ({
  ...asset,
  ...withValues(
    asset,
    conflicts.map(({ field, found }) => ({ field, value: found })),
  ),
})
