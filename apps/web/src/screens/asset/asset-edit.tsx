import {
  type AssetField,
  type FieldConflict,
  fieldKind,
  fieldsOf,
  type RowProblem,
  sameValue,
  valueAt,
  withValues,
} from '@driftbild/core'
import { fieldText, fieldTitle } from '@driftbild/words'
import { useState } from 'react'
import { FieldInput } from '../../changes/field-input.tsx'
import { fieldInputText, fieldValue } from '../../changes/field-value.ts'
import { ReasonField } from '../../changes/reason-field.tsx'
import { RowProblemText } from '../../changes/row-problem.tsx'
import type { AssetPage } from '../../data/assets.ts'
import { useEditAsset } from '../../data/changes.ts'
import { problemOf } from '../../data/http.ts'
import { useZoneName } from '../../data/zones.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemWords } from '../../ui/loaded.tsx'

/** Everything that can be said of the asset in a form; where it lies comes from what was surveyed. */
export function AssetEdit({ asset, onClose }: { asset: AssetPage; onClose: () => void }) {
  const { t, locale } = useWords()
  const { code } = useHere()
  // What somebody else changes while the form is open must not slip in under what is typed here.
  const [from, setFrom] = useState(asset)
  const [texts, setTexts] = useState<Partial<Record<AssetField, string>>>({})
  const [reason, setReason] = useState('')
  const edit = useEditAsset(code, asset.tag)
  const fields = fieldsOf(from.class).filter((field) => field !== 'geometry' && field !== 'surveyed')
  const changed = fields.flatMap((field) => {
    const text = texts[field]
    const kind = fieldKind(from.class, field)
    if (text === undefined || !kind) return []
    const [before, after] = [valueAt(from, field), fieldValue(text, kind)]
    return sameValue(before, after) ? [] : [{ field, before, after }]
  })
  const submit = () => edit.mutate({ reason, fields: changed }, { onSuccess: onClose })
  return (
    <Dialog title={t('edit.title', { name: asset.name })} open wide onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <div className="edit-fields">
          {fields.map((field) => (
            <FieldInput
              key={field}
              field={field}
              kind={fieldKind(from.class, field)!}
              of={from.class}
              text={texts[field] ?? fieldInputText(valueAt(from, field), locale)}
              onChange={(text) => setTexts({ ...texts, [field]: text })}
            />
          ))}
        </div>
        <ReasonField value={reason} onChange={setReason} />
        {edit.error && <EditProblem error={edit.error} of={from} onTakeOver={(next) => setFrom(next)} />}
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button
            look="strong"
            type="submit"
            isDisabled={changed.length === 0 || reason.trim() === '' || edit.isPending}
          >
            {t('action.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

interface EditProblemProps {
  error: unknown
  of: AssetPage
  onTakeOver: (from: AssetPage) => void
}

/** What is wrong field by field; of what somebody else changed meanwhile, both values. */
function EditProblem({ error, of, onTakeOver }: EditProblemProps) {
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
  const conflicts = problem.context.fields as FieldConflict[]
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
      <Button onPress={() => onTakeOver(withFound(of, conflicts))}>{t('edit.mine-anyway')}</Button>
    </div>
  )
}

/** The asset as it stands now, so that the next save is made knowing it. */
const withFound = (asset: AssetPage, conflicts: readonly FieldConflict[]): AssetPage => ({
  ...asset,
  ...withValues(
    asset,
    conflicts.map(({ field, found }) => ({ field, value: found })),
  ),
})
