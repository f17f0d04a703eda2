import { useState } from 'react'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'

interface ReasonDialogProps {
  title: string
  /** What it does. */
  what: string
  pending: boolean
  error: unknown
  onSend: (reason: string) => void
  onClose: () => void
}

/** Asks why a person decides something about a model; nothing is decided without a reason. */
export function ReasonDialog({ title, what, pending, error, onSend, onClose }: ReasonDialogProps) {
  const { t } = useWords()
  const [reason, setReason] = useState('')
  return (
    <Dialog title={title} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          onSend(reason.trim())
        }}
      >
        <p>{what}</p>
        <Field label={t('shelve.reason')}>
          {(ids) => (
            <input {...ids} required value={reason} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
        <ProblemLine error={error} />
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button look="strong" type="submit" isPending={pending} isDisabled={reason.trim() === ''}>
            {title}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
