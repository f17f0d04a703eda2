import { useState } from 'react'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'

const usual = ['blocked', 'nobody-home', 'no-time', 'parts-missing'] as const

/** A stop is left out with a reason, which stays in the round's journal. */
export function SkipDialog({ onClose, onSkip }: { onClose: () => void; onSkip: (reason: string) => void }) {
  const { t } = useWords()
  const [reason, setReason] = useState('')
  return (
    <Dialog title={t('visit.skip')} open onClose={onClose}>
      <form
        className="form field-form"
        onSubmit={(event) => {
          event.preventDefault()
          onSkip(reason.trim())
        }}
      >
        <ul className="crews">
          {usual.map((one) => (
            <li key={one}>
              <Button onPress={() => onSkip(t(`skip.${one}`))}>{t(`skip.${one}`)}</Button>
            </li>
          ))}
        </ul>
        <Field label={t('visit.skip.reason')}>
          {(ids) => (
            <textarea
              {...ids}
              rows={2}
              value={reason}
              maxLength={500}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button look="strong" type="submit" isDisabled={reason.trim() === ''}>
            {t('visit.skip')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
