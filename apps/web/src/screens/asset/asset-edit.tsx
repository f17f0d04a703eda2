import { type AssetField, fieldKind, fieldsOf, sameValue, valueAt } from '@driftbild/core'
import { useState } from 'react'
import { EditProblem } from '../../changes/edit-problem.tsx'
import { FieldInput } from '../../changes/field-input.tsx'
import { fieldInputText, fieldValue } from '../../changes/field-value.ts'
import { ReasonField } from '../../changes/reason-field.tsx'
import type { AssetPage } from '../../data/assets.ts'
import { useEditAsset } from '../../data/changes.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'

/** Everything that can be said of the asset in a form; where it lies is changed on the map. */
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
