import { useWords } from '../i18n/words.tsx'
import { Field } from '../ui/field.tsx'

/** Why something is changed: nothing is without it. */
export function ReasonField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useWords()
  return (
    <Field label={t('draft.reason')} hint={t('draft.reason.hint')}>
      {(ids) => (
        <input
          {...ids}
          required
          maxLength={500}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
