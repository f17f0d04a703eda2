import { useWords } from '../../i18n/words.tsx'
import { Field } from '../../ui/field.tsx'

/** How long the crew worked. */
export function MinutesField({ value, onChange }: { value: string; onChange: (minutes: string) => void }) {
  const { t } = useWords()
  return (
    <Field label={t('visit.minutes')}>
      {(ids) => (
        <input
          {...ids}
          type="number"
          inputMode="numeric"
          min={0}
          max={10_000}
          step={1}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
